package hone.imports;

import hone.contract.Message;
import hone.contract.Wire;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.conversation.PromptsReady;
import hone.imports.ImportedPrompt.GivenAnswer;
import hone.imports.ImportedPrompt.Sampled;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Event<PromptsReady> ready;

    StoreRows(Sql sql, Event<PromptsReady> ready) {
        this.sql = sql;
        this.ready = ready;
    }

    /** A prompt and the line it came from. */
    record Numbered(int line, ImportedPrompt prompt) {}

    /** Something about a line that was taken. */
    record Remark(int line, String text) {}

    /** How much was new and how much was there already. */
    record Stored(int promptsNew, int promptsOld, int answersNew, int answersOld, List<Remark> remarks) {}

    /** The rows of one statement, by the names that it reads them by. */
    private record PromptRow(UUID id, List<Message> messages, String sha256, String source) {}

    private record AnswerRow(
            UUID id,
            UUID prompt,
            String text,
            String sha256,
            Optional<UUID> model,
            Optional<Sampled> sampled,
            Optional<Integer> rank) {}

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
        Set<UUID> added = new HashSet<>();
        Map<String, UUID> prompts = storePrompts(batch, hashed, added, now);

        List<Remark> remarks = new ArrayList<>();
        List<Brought> answers = answersOf(hashed, prompts, defaultModel, remarks);
        Set<UUID> answersNew = storeAnswers(batch, answers, now);

        Map<UUID, Numbered> lastWithNew = new LinkedHashMap<>();
        answers.stream()
                .filter(answer -> answersNew.contains(answer.row().id()))
                .forEach(answer -> lastWithNew.put(answer.row().prompt(), answer.by()));
        List<PromptsReady.Ready> forWork = prompts.entrySet().stream()
                .filter(p -> added.contains(p.getValue()) || lastWithNew.containsKey(p.getValue()))
                .map(p -> new PromptsReady.Ready(p.getValue(), p.getKey()))
                .toList();
        if (!forWork.isEmpty()) {
            ready.fire(new PromptsReady(batch.projectId, forWork, batch.id));
            remarks.addAll(unasked(batch, lastWithNew));
        }
        return new Stored(
                added.size(),
                given.size() - added.size(),
                answersNew.size(),
                given.stream().mapToInt(n -> n.prompt().answers().size()).sum() - answersNew.size(),
                remarks);
    }

    /**
     * @param added gets the ids of those that were not there
     * @return the id of each by its hash
     */
    private Map<String, UUID> storePrompts(
            ImportBatch batch, List<Hashed> hashed, Collection<UUID> added, Instant now) {
        Map<String, PromptRow> rows = new LinkedHashMap<>();
        for (Hashed one : hashed) {
            ImportedPrompt prompt = one.by().prompt();
            rows.computeIfAbsent(
                    one.sha256(), hash -> new PromptRow(Uuid7.next(), prompt.messages(), hash, prompt.sourceId()));
        }
        added.addAll(sql.list(
                """
                insert into prompt (id, project_id, messages, schema_version, sha256, import_id, source_id, created_at)
                select r.id, ?, r.messages, ?, r.sha256, ?, nullif(r.source, ''), ?
                from json_to_recordset(cast(? as json)) as r(id uuid, messages jsonb, sha256 text, source text)
                on conflict (project_id, sha256) do nothing
                returning id""", c -> c.id(1), batch.projectId, Prompt.SCHEMA_VERSION, batch.id, now, Wire.write(rows.values())));
        Map<String, UUID> ids = new LinkedHashMap<>();
        sql.list(
                        "select sha256, id from prompt where project_id = ? and sha256 = any(?) order by id",
                        c -> Map.entry(c.text(1), c.id(2)),
                        batch.projectId,
                        rows.keySet().toArray(String[]::new))
                .forEach(found -> ids.put(found.getKey(), found.getValue()));
        return ids;
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
                        answer.sampled(),
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

    /**
     * An answer of no known model is the same when its text is; of a model, when text and seed are.
     *
     * @return the ids of those that were not there
     */
    private Set<UUID> storeAnswers(ImportBatch batch, List<Brought> answers, Instant now) {
        if (answers.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(sql.list(
                """
                insert into answer (id, prompt_id, text, text_sha256, source, model_version_id, seed, temperature,
                  top_p, ended, import_id, source_rank, created_at)
                select r.id, r.prompt, r.text, r.sha256, case when r.model is null then 'import' else 'model' end, r.model,
                  s.seed, s.temperature, s."topP", s.ended, ?, r.rank, ?
                from json_to_recordset(cast(? as json)) as r(id uuid, prompt uuid, text text, sha256 text, model uuid,
                    sampled json, rank integer)
                  left join lateral json_to_record(r.sampled) as s(seed bigint, temperature double precision,
                    "topP" double precision, ended boolean) on true
                where r.model is null
                  or not exists (select 1 from answer a where a.prompt_id = r.prompt and a.text_sha256 = r.sha256
                                 and a.model_version_id = r.model and a.seed = s.seed)
                on conflict (prompt_id, text_sha256) where source = 'import' do nothing
                returning id""",
                c -> c.id(1),
                batch.id,
                now,
                Wire.write(answers.stream().map(Brought::row).toList())));
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
        return sql.first("select id from model_version where project_id is null and name = ?", c -> c.id(1), name);
    }

    /** Tasks live above this package: counted by SQL. */
    private List<Remark> unasked(ImportBatch batch, Map<UUID, Numbered> lastWithNew) {
        return sql.list(
                """
                select a.prompt_id, count(*) from answer a where a.prompt_id = any(?) and a.import_id = ?
                  and not exists (select 1 from task_answer t where t.answer_id = a.id)
                group by a.prompt_id""",
                c -> {
                    Numbered numbered = Objects.requireNonNull(lastWithNew.get(c.id(1)));
                    return new Remark(
                            numbered.line(),
                            c.number(2) + " of its "
                                    + numbered.prompt().answers().size() + " answers in no task.");
                },
                lastWithNew.keySet().toArray(UUID[]::new),
                batch.id);
    }
}
