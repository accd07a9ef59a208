package hone.conversation;

import hone.contract.Wire;
import hone.conversation.GivenPrompt.GivenAnswer;
import hone.conversation.GivenPrompt.Sampled;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what a file brings, once: what is there already is counted and left as it is. */
@ApplicationScoped
class StoreGiven {
    private final EntityManager database;
    private final Event<PromptReady> ready;

    StoreGiven(EntityManager database, Event<PromptReady> ready) {
        this.database = database;
        this.ready = ready;
    }

    /** A prompt and the line it came from. */
    record Numbered(int line, GivenPrompt prompt) {}

    /** Something about a line that was taken. */
    record Remark(int line, String text) {}

    /** How much was new and how much was there already. */
    record Stored(int promptsNew, int promptsOld, int answersNew, int answersOld, List<Remark> remarks) {}

    /** @param defaultModel whose answers they are when an answer names its seed but no model */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<Numbered> given, String defaultModel) {
        // Two imports of a project at a time take turns, a stretch each: so "is it there already" stays true until the
        // commit.
        database.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtext('hone.import'), hashtext(?1))")
                .setParameter(1, batch.projectId.toString())
                .getResultList();
        Map<String, Optional<UUID>> models = new HashMap<>();
        List<Remark> remarks = new ArrayList<>();
        int promptsNew = 0;
        int answersNew = 0;
        int answersAll = 0;
        for (Numbered numbered : given) {
            GivenPrompt prompt = numbered.prompt();
            UUID id = Uuid7.next();
            boolean added = insert(id, prompt, batch);
            UUID promptId = added ? id : existing(prompt, batch);
            int answers = 0;
            for (GivenAnswer answer : prompt.answers()) {
                Optional<UUID> model = answer.sampled()
                        .map(s -> s.model().isEmpty() ? defaultModel : s.model())
                        .filter(name -> !name.isEmpty())
                        .flatMap(name -> modelOf(name, numbered.line(), models, remarks));
                boolean isNew = model.isPresent()
                        ? insertShipped(promptId, answer, model.get(), batch)
                        : insertImported(promptId, answer, batch);
                answers += isNew ? 1 : 0;
            }
            promptsNew += added ? 1 : 0;
            answersNew += answers;
            answersAll += prompt.answers().size();
            if (added || answers > 0) {
                ready.fire(new PromptReady(batch.projectId, promptId, batch.id));
                // What observers loaded must not pile up: every statement looks through it for changes.
                database.flush();
                database.clear();
                long unasked = answers == 0 ? 0 : inNoTask(promptId, batch);
                if (unasked > 0) {
                    remarks.add(new Remark(
                            numbered.line(),
                            unasked + " of its " + prompt.answers().size() + " answers in no task."));
                }
            }
        }
        return new Stored(promptsNew, given.size() - promptsNew, answersNew, answersAll - answersNew, remarks);
    }

    private Optional<UUID> modelOf(String name, int line, Map<String, Optional<UUID>> models, List<Remark> remarks) {
        Optional<UUID> model = models.computeIfAbsent(name, this::baseModel);
        if (model.isEmpty()) {
            remarks.add(new Remark(
                    line,
                    "The model “" + RowFields.shown(name)
                            + "” is no base model here: its answers are kept, its name is not."));
        }
        return model;
    }

    /** Tasks live above this package: counted by SQL. */
    private long inNoTask(UUID prompt, ImportBatch batch) {
        return ((Number) database.createNativeQuery("""
                        select count(*) from answer a where a.prompt_id = ?1 and a.import_id = ?2
                          and not exists (select 1 from task_answer t where t.answer_id = a.id)""")
                        .setParameter(1, prompt)
                        .setParameter(2, batch.id)
                        .getSingleResult())
                .longValue();
    }

    private boolean insert(UUID id, GivenPrompt prompt, ImportBatch batch) {
        return database.createNativeQuery("""
                        insert into prompt (id, project_id, messages, schema_version, sha256, import_id, source_id, created_at)
                        values (?1, ?2, cast(?3 as jsonb), ?4, ?5, ?6, nullif(?7, ''), ?8)
                        on conflict (project_id, sha256) do nothing""")
                        .setParameter(1, id)
                        .setParameter(2, batch.projectId)
                        .setParameter(3, Wire.write(prompt.messages()))
                        .setParameter(4, Prompt.SCHEMA_VERSION)
                        .setParameter(5, Prompt.hash(prompt.messages()))
                        .setParameter(6, batch.id)
                        .setParameter(7, prompt.sourceId())
                        .setParameter(8, Instant.now())
                        .executeUpdate()
                == 1;
    }

    private UUID existing(GivenPrompt prompt, ImportBatch batch) {
        return (UUID)
                database.createNativeQuery("select id from prompt where project_id = ?1 and sha256 = ?2", UUID.class)
                        .setParameter(1, batch.projectId)
                        .setParameter(2, Prompt.hash(prompt.messages()))
                        .getSingleResult();
    }

    private Optional<UUID> baseModel(String name) {
        List<?> found = database.createNativeQuery(
                        "select id from model_version where project_id is null and name = ?1", UUID.class)
                .setParameter(1, name)
                .getResultList();
        return found.stream().map(UUID.class::cast).findFirst();
    }

    private boolean insertImported(UUID prompt, GivenAnswer answer, ImportBatch batch) {
        return insertAnswer(prompt, answer, batch, null, answer.sampled(), """
                on conflict (prompt_id, text_sha256) where source = 'import' do nothing""", "true");
    }

    /** The same text of the same model with the same seed is the same answer. */
    private boolean insertShipped(UUID prompt, GivenAnswer answer, UUID model, ImportBatch batch) {
        return insertAnswer(prompt, answer, batch, model, answer.sampled(), "", """
                not exists (select 1 from answer where prompt_id = ?2 and text_sha256 = ?4
                            and model_version_id = cast(?6 as uuid) and seed = cast(?7 as bigint))""");
    }

    private boolean insertAnswer(
            UUID prompt,
            GivenAnswer answer,
            ImportBatch batch,
            @Nullable UUID model,
            Optional<Sampled> sampled,
            String conflict,
            String condition) {
        return database.createNativeQuery("""
                        insert into answer (id, prompt_id, text, text_sha256, source, model_version_id, seed, temperature,
                          top_p, ended, import_id, source_rank, created_at)
                        select ?1, ?2, ?3, ?4, ?5, cast(?6 as uuid), cast(?7 as bigint), cast(?8 as double precision),
                          cast(?9 as double precision), cast(?10 as boolean), ?11, cast(?12 as integer), ?13
                        where\s""" + condition + " " + conflict)
                        .setParameter(1, Uuid7.next())
                        .setParameter(2, prompt)
                        .setParameter(3, answer.text())
                        .setParameter(4, Answer.textHash(answer.text()))
                        .setParameter(5, model == null ? "import" : "model")
                        .setParameter(6, model == null ? null : model.toString())
                        .setParameter(
                                7, sampled.map(s -> Long.toString(s.seed())).orElse(null))
                        .setParameter(
                                8,
                                sampled.map(s -> Double.toString(s.temperature()))
                                        .orElse(null))
                        .setParameter(
                                9, sampled.map(s -> Double.toString(s.topP())).orElse(null))
                        .setParameter(
                                10,
                                sampled.map(s -> Boolean.toString(s.ended())).orElse(null))
                        .setParameter(11, batch.id)
                        .setParameter(
                                12, answer.rank().map(r -> Integer.toString(r)).orElse(null))
                        .setParameter(13, Instant.now())
                        .executeUpdate()
                == 1;
    }
}
