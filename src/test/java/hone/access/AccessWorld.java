package hone.access;

import hone.CircleRows;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.SamplingSettings;
import hone.contract.Wire;
import hone.dataset.DatasetFreezer;
import hone.imports.ImportPrompts;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.RequestRun;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A project in which every address leads to something that exists. */
@ApplicationScoped
public class AccessWorld {
    private final CircleRows rows;
    private final ModelVersion.Repo models;
    private final DatasetFreezer freezer;
    private final RequestRun runs;
    private final ImportPrompts imports;
    private final Sql sql;

    AccessWorld(
            CircleRows rows,
            ModelVersion.Repo models,
            DatasetFreezer freezer,
            RequestRun runs,
            ImportPrompts imports,
            Sql sql) {
        this.rows = rows;
        this.models = models;
        this.freezer = freezer;
        this.runs = runs;
        this.imports = imports;
        this.sql = sql;
    }

    /** What stands for each placeholder of a path. */
    public record Place(Map<String, String> byContext) {
        /** {@code imports/{id}} and {@code tasks/{id}} are different things, so the segment before a placeholder counts. */
        public String at(String template) {
            String path = template;
            for (Map.Entry<String, String> one : byContext.entrySet()) {
                path = path.replace(one.getKey(), one.getValue());
            }
            return path;
        }
    }

    /**
     * A new project whose members are the worker and ravi; sam is a member of another one.
     *
     * @param worker has an open comparison, a judged demonstration and a frozen one
     */
    public Place open(String worker) {
        Instant now = Instant.now();
        Project project = QuarkusTransaction.requiringNew().call(() -> {
            Project made = rows.project();
            rows.labeler("sam", rows.project());
            rows.labeler("ravi", made);
            return made;
        });
        UUID labeler = rows.labeler(worker, project);
        QuarkusTransaction.requiringNew().run(() -> addGuidelines(project));
        UUID kite = rows.prompt(project, "Tell of a kite.");
        rows.demonstrated(project, labeler, kite, "It came home.");
        rows.demonstrated(project, labeler, rows.prompt(project, "Tell of a boat."), "It sailed.");
        String model = QuarkusTransaction.requiringNew().call(() -> {
            freezer.freeze(project, Optional.empty(), now);
            return addCircle(project, kite, now);
        });
        UUID undoable = rows.demonstrated(project, labeler, rows.prompt(project, "Tell of a hat."), "It fitted.");
        UUID prompt = rows.prompt(project, "Tell of a bird.");
        UUID task = rows.task(
                project,
                prompt,
                "comparison",
                List.of(rows.answer(prompt, "It sang."), rows.answer(prompt, "It slept.")));
        Map<String, String> places = new LinkedHashMap<>();
        places.put(
                "work/{assignment}/undo",
                "work/" + QuarkusTransaction.requiringNew().call(() -> assignmentOf(undoable)) + "/undo");
        places.put(
                "comments/{assignment}",
                "comments/" + QuarkusTransaction.requiringNew().call(() -> assignmentOf(undoable)));
        places.put("{comment}", UUID.randomUUID().toString());
        places.put("{notice}", UUID.randomUUID().toString());
        places.put(
                "{assignment}",
                QuarkusTransaction.requiringNew()
                        .call(() -> handed(task, labeler))
                        .toString());
        String imported = imported(project).toString();
        places.put("imports/{id}", "imports/" + imported);
        places.put(
                "documents/{id}",
                "documents/"
                        + QuarkusTransaction.requiringNew().call(() -> document(project, UUID.fromString(imported))));
        places.put("raters/{id}", "raters/" + rater(project));
        UUID exported = QuarkusTransaction.requiringNew().call(() -> exported(project));
        places.put("export/{id}", "export/" + exported);
        places.put("exports/{id}", "exports/" + exported);
        places.put("arrivals/{id}", "arrivals/" + arrived(project));
        places.put("tasks/{id}", "tasks/" + task);
        places.put(
                "{talk}",
                QuarkusTransaction.requiringNew()
                        .call(() -> talked(project, labeler))
                        .toString());
        QuarkusTransaction.requiringNew().run(() -> places.putAll(programs(project, labeler)));
        places.put("quarantine/{id}", "quarantine/" + UUID.randomUUID());
        places.put("{finding}", UUID.randomUUID().toString());
        places.put("{question}", UUID.randomUUID().toString());
        places.put("{pause}", UUID.randomUUID().toString());
        places.put("{canary}", UUID.randomUUID().toString());
        places.put("{judgment}", UUID.randomUUID().toString());
        places.put("{task}", UUID.randomUUID().toString());
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version) values (?, 'comparison', false, 80, 1, 0, false)",
                        project.id));
        places.put("{position}", "1");
        places.put("{group}", UUID.randomUUID().toString());
        places.put("{slug}", project.slug);
        places.put("{kind}", "comparison");
        places.put("{number}", "1");
        places.put("{name}", model);
        places.put("{username}", "ravi");
        return new Place(places);
    }

    private UUID document(Project project, UUID importId) {
        UUID document = Uuid7.next();
        sql.run("""
                insert into document (id, project_id, text, sha256, import_id, row_number, created_at)
                values (?, ?, 'Once there was a kite.', 'none', ?, 1, now())""", document, project.id, importId);
        return document;
    }

    /** A model that nobody wanted in the end. */
    private UUID arrived(Project project) {
        UUID id = Uuid7.next();
        sql.run(
                "insert into arrival (id, project_id, source, state, began_at, lease_until, ended_at) "
                        + "values (?, ?, 'mine.tar', 'discarded', now(), now(), now())",
                id,
                project.id);
        return id;
    }

    /** Somebody's who hung up. */
    private UUID exported(Project project) {
        UUID export = Uuid7.next();
        sql.run("""
                insert into export (id, project_id, what, format, container, names, began_at, lease_until, ended_at, outcome)
                values (?, ?, 'judgments', 'any', 'jsonl', false, now(), now(), now(), 'hung-up')""", export, project.id);
        return export;
    }

    /** One message and a whole answer. */
    private UUID talked(Project project, UUID labeler) {
        UUID talk = Uuid7.next();
        sql.run(
                "insert into talk (id, project_id, labeler_id, started_at) values (?, ?, ?, now())",
                talk,
                project.id,
                labeler);
        sql.run("""
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p,
                  asked_at, said_at)
                select ?, 1, 'Tell of a kite.', 'It flew.', 'ended', c.model_version_id, 1, 1, 1, now(), now()
                from current_model c where c.project_id = ?""", talk, project.id);
        return talk;
    }

    /** A token, and a webhook that is paused, with a message. */
    private Map<String, String> programs(Project project, UUID labeler) {
        UUID token = Uuid7.next();
        UUID webhook = Uuid7.next();
        UUID message = Uuid7.next();
        sql.run("""
                insert into api_token (id, labeler_id, beginning, sha256, scopes, created_by, created_at)
                values (?, ?, 'hone_begin', ?, '{projects:read}', ?, now())""", token, labeler, hash(token.toString()), labeler);
        sql.run("""
                insert into webhook (id, project_id, url, events, secret, created_at, disabled_at, disabled_because)
                values (?, ?, 'https://example.com/', '{dataset.frozen}', 'whsec_c2VjcmV0', now(), now(), 'Paused.')""", webhook, project.id);
        sql.run("""
                insert into webhook_message (id, project_id, type, payload, happened_at)
                values (?, ?, 'dataset.frozen', '{}', now())""", message, project.id);
        sql.run("insert into webhook_delivery (webhook_id, message_id, due_at) values (?, ?, now())", webhook, message);
        return Map.of(
                "tokens/{id}", "tokens/" + token, "{webhook}", webhook.toString(), "{message}", message.toString());
    }

    private void addGuidelines(Project project) {
        for (String kind : List.of("comparison", "ranking", "correction")) {
            UUID guideline = Uuid7.next();
            sql.run("insert into guideline (id, project_id, kind) values (?, ?, ?)", guideline, project.id, kind);
            sql.run("""
                    insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
                    values (?, ?, 1, '# Be kind', 'First.', now())""", Uuid7.next(), guideline);
        }
    }

    /** A round that has ended, a run that has not, and a model that can be made current; its name. */
    private String addCircle(Project project, UUID prompt, Instant now) {
        String name = "other-" + project.slug;
        ModelVersion model = ModelVersion.base(name, hash(name), "hone", now);
        models.persist(model);
        sql.run("""
                insert into round (id, project_id, number, started_at, finished_at, outcome)
                values (?, ?, 1, now(), now(), 'succeeded')""", Uuid7.next(), project.id);
        GeneratePrompt asked = new GeneratePrompt(prompt.toString(), List.of(Message.user("Tell of a kite.")));
        runs.request(
                project,
                new GenerateRecipe(List.of(asked), 2, SamplingSettings.plain(16), "hone", 8),
                Optional.empty(),
                RequestRun.From.policy(model),
                RequestRun.RequestedBy.by(Optional.empty()),
                now);
        return name;
    }

    private String assignmentOf(UUID judgment) {
        return sql.first("select assignment_id from judgment where id = ?", c -> c.id("assignment_id"), judgment)
                .orElseThrow()
                .toString();
    }

    private UUID handed(UUID task, UUID labeler) {
        UUID assignment = Uuid7.next();
        sql.run(
                "update slot set state = 'taken', lease_until = now() + interval '1 hour' where task_id = ? and number = 1",
                task);
        sql.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
                select ?, t.id, 1, ?, v.id, 1, now(), 'open'
                from task t join guideline g on g.project_id = t.project_id and g.kind = t.kind
                join guideline_version v on v.guideline_id = g.id where t.id = ?""", assignment, labeler, task);
        sql.run("""
                insert into assignment_answer (assignment_id, position, answer_id)
                select ?, position, answer_id from task_answer where task_id = ?""", assignment, task);
        return assignment;
    }

    private static String hash(String text) {
        return Wire.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private UUID rater(Project project) {
        UUID rater = Uuid7.next();
        sql.run(
                "insert into imported_rater (id, project_id, name, nature) values (?, ?, 'lena@example.org', 'person')",
                rater,
                project.id);
        return rater;
    }

    private String imported(Project project) {
        String lines = "{\"prompt\": \"Tell of a fox.\"}\n{\"prompt\": 3}\n";
        try {
            Path file = Files.writeString(Files.createTempFile("two", ".jsonl"), lines);
            try {
                return imports.read(project, file, Optional.empty(), "").toString();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
