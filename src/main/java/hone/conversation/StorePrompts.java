package hone.conversation;

import hone.contract.Message;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes many prompts, and the answers that came with them, in a statement each; what is there already is left as it is. */
@ApplicationScoped
public class StorePrompts {
    private final Sql sql;

    StorePrompts(Sql sql) {
        this.sql = sql;
    }

    /** A prompt of one statement, by the names that it reads. */
    public record PromptRow(UUID id, List<Message> messages, String sha256, String source) {}

    /** How a model was asked for an answer. */
    public record Settings(long seed, double temperature, double topP, boolean ended) {}

    /** An answer of one statement, by the names that it reads. */
    public record AnswerRow(
            UUID id,
            UUID prompt,
            String text,
            String sha256,
            Optional<UUID> model,
            Optional<Settings> sampled,
            Optional<Integer> rank) {}

    /**
     * What is there now.
     *
     * @param added the ids of those that were not there before
     * @param byHash the ids of all, oldest first
     */
    public record Kept(Set<UUID> added, Map<String, UUID> byHash) {}

    @Transactional(Transactional.TxType.MANDATORY)
    public Kept prompts(UUID project, UUID importId, List<PromptRow> rows, Instant now) {
        Set<UUID> added = Set.copyOf(
                sql.list("""
                insert into prompt (id, project_id, messages, schema_version, sha256, import_id, source_id, created_at)
                select r.id, ?, r.messages, ?, r.sha256, ?, nullif(r.source, ''), ?
                from json_to_recordset(cast(? as json)) as r(id uuid, messages jsonb, sha256 text, source text)
                on conflict (project_id, sha256) do nothing
                returning id""", c -> c.id("id"), project, Prompt.SCHEMA_VERSION, importId, now, Wire.write(rows)));
        Map<String, UUID> byHash = new LinkedHashMap<>();
        sql.list(
                        "select sha256, id from prompt where project_id = ? and sha256 = any(?) order by id",
                        c -> Map.entry(c.text("sha256"), c.id("id")),
                        project,
                        rows.stream().map(PromptRow::sha256).toArray(String[]::new))
                .forEach(found -> byHash.put(found.getKey(), found.getValue()));
        return new Kept(added, byHash);
    }

    /**
     * An answer of no known model is the same when its text is; of a model, when text and seed are.
     *
     * @return the ids of those that were not there
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<UUID> answers(UUID importId, List<AnswerRow> rows, Instant now) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(sql.list("""
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
                returning id""", c -> c.id("id"), importId, now, Wire.write(rows)));
    }
}
