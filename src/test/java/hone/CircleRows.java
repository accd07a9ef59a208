package hone;

import hone.contract.Message;
import hone.contract.ModelInspection;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.conversation.Prompt;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.labeler.Labeler;
import hone.model.CurrentModel;
import hone.model.ModelFacts;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows that tests of the circle begin with: a project with a base model, people, prompts and accepted judgments. */
@ApplicationScoped
public class CircleRows {
    private final Sql sql;
    private final JudgedTasks tasks;
    private final EntityManager database;
    private final ModelFacts facts;

    CircleRows(Sql sql, EntityManager database, ModelFacts facts) {
        this.facts = facts;
        this.sql = sql;
        this.tasks = new JudgedTasks(sql);
        this.database = database;
    }

    /** A project of its own for each test, with a base model that is current. */
    @Transactional
    public Project project() {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
        Project project = Project.named(slug, "Project " + slug, null, Instant.now());
        database.persist(project);
        ModelVersion base = ModelVersion.base(
                "base-" + slug,
                Wire.sha256(slug.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "hone",
                Instant.now());
        database.persist(base);
        database.flush();
        database.persist(CurrentModel.of(project.id, base.id, null, "The first.", Instant.now()));
        database.flush();
        return project;
    }

    @Transactional
    public UUID labeler(String username, Project... memberOf) {
        UUID id = sql.first("select id from labeler where username = ?", c -> c.id("id"), username)
                .orElseGet(() -> {
                    Labeler labeler = Labeler.named(username, Instant.now());
                    database.persist(labeler);
                    database.flush();
                    return labeler.id;
                });
        for (Project project : memberOf) {
            sql.run(
                    "insert into member (project_id, labeler_id, added_at) values (?, ?, now()) on conflict do nothing",
                    project.id,
                    id);
        }
        return id;
    }

    @Transactional
    public UUID prompt(Project project, String text) {
        Prompt prompt = Prompt.of(project.id, List.of(Message.user(text)), Instant.now());
        database.persist(prompt);
        database.flush();
        return prompt.id;
    }

    @Transactional
    public UUID answer(UUID prompt, String text) {
        UUID id = Uuid7.next();
        sql.run(
                "insert into answer (id, prompt_id, text, text_sha256, source, created_at) values (?, ?, ?, ?, 'import', now())",
                id,
                prompt,
                text,
                Wire.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + id);
        return id;
    }

    /** A text to pre-train on, as if by an import of its own. */
    @Transactional
    public UUID document(Project project, String text) {
        UUID importId = Uuid7.next();
        UUID id = Uuid7.next();
        sql.run("""
                insert into import_batch (id, project_id, file_name, format, imported_at, prompts_new, prompts_old, answers_new,
                  answers_old, refused, documents_new, begun_at, lease_until, ended_at, outcome)
                values (?, ?, 'stories.txt', 'text', now(), 0, 0, 0, 0, 0, 1, now(), now(), now(), 'read')""", importId, project.id);
        sql.run(
                """
                insert into document (id, project_id, text, sha256, import_id, row_number, created_at)
                values (?, ?, ?, ?, ?, 1, now())""",
                id,
                project.id,
                text,
                Wire.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                importId);
        return id;
    }

    /** The base model that {@link #project} made. */
    public ModelVersion base(Project project) {
        return database.createQuery("from ModelVersion where name = ?1", ModelVersion.class)
                .setParameter(1, "base-" + project.slug)
                .getSingleResult();
    }

    /** The project's base is one of so many weights, as was read when it was brought in. */
    @Transactional
    public void weighs(Project project, long weights) {
        facts.store(
                base(project).id,
                new ModelInspection(
                        "llama",
                        new ModelInspection.Size(weights, 30, 576, 9, 3, 64, 1536, 49152),
                        2048,
                        List.of("BF16"),
                        new ModelInspection.Template("chatml", "ChatML, from tokenizer_config.json", true),
                        List.of("<|im_end|>"),
                        Optional.of("Apache-2.0"),
                        Optional.empty(),
                        new ModelInspection.Machine(0, 0)));
    }

    /** A policy that came from another, as if by a run. */
    @Transactional
    public ModelVersion trained(Project project, String name, ModelVersion parent) {
        String sha256 = Wire.sha256((project.id + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ModelVersion model = ModelVersion.base(name, sha256, "hone", Instant.now());
        model.projectId = project.id;
        model.parentId = parent.id;
        database.persist(model);
        database.flush();
        return model;
    }

    /** A reward model that was trained from a policy, as if by a run. */
    @Transactional
    public ModelVersion scoring(Project project, String name, ModelVersion policy) {
        ModelVersion model = database.merge(trained(project, name, policy));
        model.kind = "reward";
        return model;
    }

    /** So many comparisons of two answers of one model each, in one prompt; the first is better. */
    @Transactional
    public void compared(Project project, UUID labeler, UUID prompt, ModelVersion model, int count) {
        for (int i = 0; i < count; i++) {
            UUID better = sampled(prompt, model, "Answer " + i + " ends kindly.");
            UUID worse = sampled(prompt, model, "Answer " + i + " ends.");
            judged(
                    project,
                    labeler,
                    prompt,
                    new Verdict.Preferred(better, worse, Degree.BETTER),
                    List.of(better, worse));
        }
    }

    private UUID sampled(UUID prompt, ModelVersion model, String text) {
        UUID id = answer(prompt, text);
        sql.run("update answer set source = 'model', model_version_id = ? where id = ?", model.id, id);
        return id;
    }

    /** A model that a run made of a dataset. */
    @Transactional
    public ModelVersion trainedOn(Project project, String name, ModelVersion parent, UUID dataset) {
        ModelVersion model = database.merge(trained(project, name, parent));
        model.runId = run(project, parent, dataset, "succeeded");
        database.flush();
        return model;
    }

    /** A run by hand that has ended, as if the trainer had told so. */
    @Transactional
    public UUID run(Project project, ModelVersion policy, UUID dataset, String outcome) {
        UUID run = Uuid7.next();
        sql.run("""
                insert into run (id, project_id, number, kind, recipe, dataset_id, policy_id, seed, requested_at, started_at,
                  outcome, finished_at, reason)
                values (?, ?, (select count(*) + 1 from run where project_id = ?), 'sft', cast(? as jsonb), ?, ?, 1, now(), now(),
                  ?, now(), case when ? = 'failed' then 'The disk is full.' end)""", run, project.id, project.id, Wire.write(SftRecipe.small()), dataset, policy.id, outcome, outcome);
        return run;
    }

    /** The next dataset, of these judgments, as far as pages see it. */
    @Transactional
    public UUID frozen(Project project, UUID... judgments) {
        UUID dataset = Uuid7.next();
        sql.run("""
                insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, created_at)
                values (?, ?, (select count(*) + 1 from dataset where project_id = ?), '', 0, 10, '{}', now())""", dataset, project.id, project.id);
        published(dataset);
        for (UUID judgment : judgments) {
            sql.run("""
                    insert into dataset_judgment (dataset_id, judgment_id, guideline_version_id)
                    select ?, j.id, a.guideline_version_id from judgment j join assignment a on a.id = j.assignment_id
                    where j.id = ?""", dataset, judgment);
        }
        shared(dataset);
        return dataset;
    }

    /** Who gave what of it, as freezing counts it. */
    private void shared(UUID dataset) {
        sql.run("""
                insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments)
                select d.dataset_id, j.labeler_id, now(), count(*) from dataset_judgment d join judgment j on j.id = d.judgment_id
                where d.dataset_id = ? group by 1, 2""", dataset);
        sql.run("""
                insert into dataset_guideline (dataset_id, guideline_version_id, judgments)
                select dataset_id, guideline_version_id, count(*) from dataset_judgment where dataset_id = ? group by 1, 2""", dataset);
    }

    /** So that it is not sent by the app. */
    @Transactional
    public void published(UUID dataset) {
        sql.run("""
                insert into dataset_publication (dataset_id, attempt, started_at, partition, first_offset, last_offset, finished_at)
                values (?, 1, now(), 0, 0, 0, now())""", dataset);
    }

    @Transactional
    public void current(Project project, ModelVersion model) {
        database.persist(CurrentModel.of(project.id, model.id, null, "A test.", Instant.now()));
    }

    @Transactional
    public void guidelines(Project project, String kind) {
        tasks.guideline(project, kind);
    }

    /** A round that failed before it could freeze anything. */
    @Transactional
    public void failedRound(Project project) {
        sql.run("""
                insert into round (id, project_id, number, started_at, finished_at, outcome, reason)
                values (?, ?, 1, now(), now(), 'failed', 'Nothing to freeze.')""", Uuid7.next(), project.id);
    }

    @Transactional
    public UUID demonstrated(Project project, UUID labeler, UUID prompt, String text) {
        return judged(project, labeler, prompt, new Verdict.Demonstration(text), List.of());
    }

    @Transactional
    public UUID preferred(Project project, UUID labeler, UUID prompt, String chosen, String rejected, Degree degree) {
        UUID better = answer(prompt, chosen);
        UUID worse = answer(prompt, rejected);
        return judged(project, labeler, prompt, new Verdict.Preferred(better, worse, degree), List.of(better, worse));
    }

    /** A comparison that came decided with a file, by somebody whom the file does not name. */
    @Transactional
    public UUID imported(
            Project project, UUID prompt, String chosen, String rejected, double weight, Optional<Double> margin) {
        UUID file = Uuid7.next();
        sql.run("""
                insert into import_batch (id, project_id, file_name, format, imported_at, prompts_new, prompts_old, answers_new,
                  answers_old, refused, lines_read, ended_at, outcome)
                values (?, ?, 'pairs.jsonl', 'jsonl', now(), 0, 1, 2, 0, 0, 1, now(), 'read')""", file, project.id);
        UUID judgment = Uuid7.next();
        sql.run(
                """
                insert into imported_judgment (id, project_id, prompt_id, kind, verdict, verdict_version, margin, simulated, weight,
                  import_id, row_number, fingerprint, created_at)
                values (?, ?, ?, 'comparison', cast(? as jsonb), 1, ?, false, ?, ?, 1, ?, now())""",
                judgment,
                project.id,
                prompt,
                Wire.write(new Verdict.Preferred(answer(prompt, chosen), answer(prompt, rejected), Degree.BETTER)),
                margin.orElse(null),
                weight,
                file,
                UUID.randomUUID());
        return judgment;
    }

    @Transactional
    public UUID tied(Project project, UUID labeler, UUID prompt) {
        UUID first = answer(prompt, "one");
        UUID second = answer(prompt, "two");
        return judged(project, labeler, prompt, new Verdict.Tied(first, second), List.of(first, second));
    }

    /** A task of one slot that somebody has judged. */
    @Transactional
    public UUID judged(Project project, UUID labeler, UUID prompt, Verdict verdict, List<UUID> answers) {
        return tasks.judged(project, labeler, prompt, verdict.workKind().wireName(), verdict, answers);
    }

    /** A task with its answers and no judgment yet. */
    @Transactional
    public UUID task(Project project, UUID prompt, String kind, List<UUID> answers) {
        return tasks.open(project, prompt, kind, answers);
    }
}
