package hone.imports;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.conversation.PromptsReady;
import hone.conversation.StorePrompts;
import hone.conversation.StorePrompts.AnswerRow;
import hone.conversation.StorePrompts.PromptRow;
import hone.imports.ImportedPrompt.GivenAnswer;
import hone.imports.ImportedPrompt.Sampled;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes what a file brings, once: what is there already is counted and left as it is. A stretch of a file is a handful of
 * statements, however many rows it has, so that the database is busy for as short as can be.
 */
@ApplicationScoped
class StoreRows {
    private final Sql sql;
    private final StorePrompts store;
    private final Event<PromptsReady> ready;

    StoreRows(Sql sql, StorePrompts store, Event<PromptsReady> ready) {
        this.sql = sql;
        this.store = store;
        this.ready = ready;
    }

    /** A prompt and the line it came from. */
    record Numbered(int line, ImportedPrompt prompt) {}

    /** Something about a line that was taken. */
    record Remark(int line, String text) {}

    /** How much was new and how much was there already. */
    record Stored(int promptsNew, int promptsOld, int answersNew, int answersOld, List<Remark> remarks) {}

    private record Hashed(Numbered by, String sha256) {}

    /** An answer of a stretch, and the line that brought it. */
    private record Brought(Numbered by, AnswerRow row) {}

    /** @param defaultModel whose answers they are when an answer names its seed but no model */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<Numbered> given, String defaultModel) {
        // Two imports of a project at a time take turns, a stretch each: so "is it there already" stays true until the
        // commit.
        sql.number(
                "select count(pg_advisory_xact_lock(hashtext('hone.import'), hashtext(?)))",
                batch.projectId.toString());
        Instant now = Instant.now();
        List<Hashed> hashed = given.stream()
                .map(numbered ->
                        new Hashed(numbered, Prompt.hash(numbered.prompt().messages())))
                .toList();
        StorePrompts.Kept kept = store.prompts(batch.projectId, batch.id, promptRows(hashed), now);
        Map<String, UUID> prompts = kept.byHash();

        List<Remark> remarks = new ArrayList<>();
        List<Brought> answers = answersOf(hashed, prompts, defaultModel, remarks);
        Set<UUID> answersNew =
                store.answers(batch.id, answers.stream().map(Brought::row).toList(), now);

        Map<UUID, Numbered> lastWithNew = new LinkedHashMap<>();
        answers.stream()
                .filter(answer -> answersNew.contains(answer.row().id()))
                .forEach(answer -> lastWithNew.put(answer.row().prompt(), answer.by()));
        List<PromptsReady.Ready> forWork = prompts.entrySet().stream()
                .filter(p -> kept.added().contains(p.getValue()) || lastWithNew.containsKey(p.getValue()))
                .map(p -> new PromptsReady.Ready(p.getValue(), p.getKey()))
                .toList();
        if (!forWork.isEmpty()) {
            ready.fire(new PromptsReady(batch.projectId, forWork, batch.id));
            remarks.addAll(unasked(batch, lastWithNew));
        }
        return new Stored(
                kept.added().size(),
                given.size() - kept.added().size(),
                answersNew.size(),
                given.stream().mapToInt(n -> n.prompt().answers().size()).sum() - answersNew.size(),
                remarks);
    }

    private static List<PromptRow> promptRows(List<Hashed> hashed) {
        Map<String, PromptRow> rows = new LinkedHashMap<>();
        for (Hashed one : hashed) {
            ImportedPrompt prompt = one.by().prompt();
            rows.computeIfAbsent(
                    one.sha256(), hash -> new PromptRow(Uuid7.next(), prompt.messages(), hash, prompt.sourceId()));
        }
        return List.copyOf(rows.values());
    }

    private List<Brought> answersOf(
            List<Hashed> hashed, Map<String, UUID> prompts, String defaultModel, List<Remark> remarks) {
        Map<String, Optional<UUID>> models = new HashMap<>();
        List<Brought> answers = new ArrayList<>();
        Set<List<Object>> shipped = new HashSet<>();
        for (Hashed one : hashed) {
            UUID prompt = Objects.requireNonNull(prompts.get(one.sha256()));
            for (GivenAnswer answer : one.by().prompt().answers()) {
                AnswerRow row = new AnswerRow(
                        Uuid7.next(),
                        prompt,
                        answer.text(),
                        Answer.textHash(answer.text()),
                        modelOf(answer, defaultModel, one.by().line(), models, remarks),
                        answer.sampled().map(Sampled::settings),
                        answer.rank());
                // The statement sees what was there before it, not what it inserts itself.
                if (row.model().isEmpty()
                        || shipped.add(List.of(
                                prompt,
                                row.sha256(),
                                row.model().get(),
                                row.sampled().orElseThrow().seed()))) {
                    answers.add(new Brought(one.by(), row));
                }
            }
        }
        return answers;
    }

    private Optional<UUID> modelOf(
            GivenAnswer answer,
            String defaultModel,
            int line,
            Map<String, Optional<UUID>> models,
            List<Remark> remarks) {
        String name = answer.sampled()
                .map(sampled -> sampled.model().isEmpty() ? defaultModel : sampled.model())
                .orElse("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<UUID> model = models.computeIfAbsent(name, this::baseModel);
        if (model.isEmpty()) {
            remarks.add(new Remark(
                    line,
                    "The model “" + RowFields.shown(name)
                            + "” is no base model here: its answers are kept, its name is not."));
        }
        return model;
    }

    private Optional<UUID> baseModel(String name) {
        return sql.first("select id from model_version where project_id is null and name = ?", c -> c.id("id"), name);
    }

    private List<Remark> unasked(ImportBatch batch, Map<UUID, Numbered> lastWithNew) {
        return sql.list(
                """
                select a.prompt_id, count(*) as answers from answer a where a.prompt_id = any(?) and a.import_id = ?
                  and not exists (select 1 from task_answer t where t.answer_id = a.id)
                group by a.prompt_id""",
                c -> {
                    Numbered numbered = Objects.requireNonNull(lastWithNew.get(c.id("prompt_id")));
                    return new Remark(
                            numbered.line(),
                            c.number("answers") + " of its "
                                    + numbered.prompt().answers().size() + " answers in no task.");
                },
                lastWithNew.keySet().toArray(UUID[]::new),
                batch.id);
    }
}
