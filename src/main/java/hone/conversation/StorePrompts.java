package hone.conversation;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes many prompts, and the answers that came with them. What is there already is looked up and left as it is; what is new is
 * copied, which is many times as fast as statements that look for each row by themselves. Whoever writes the same meanwhile makes
 * the transaction fail ({@link Sql.SqlFailed#isDuplicate}): run again, it finds it.
 */
@ApplicationScoped
public class StorePrompts {
    private static final List<String> PROMPT = List.of(
            "id",
            "project_id",
            "messages",
            "schema_version",
            "sha256",
            "import_id",
            "source_id",
            "source",
            "license",
            "language",
            "row_number",
            "metadata",
            "created_at");

    private static final List<String> ANSWER = List.of(
            "id",
            "prompt_id",
            "text",
            "text_sha256",
            "source",
            "model_version_id",
            "model_name",
            "seed",
            "temperature",
            "top_p",
            "ended",
            "import_id",
            "source_rank",
            "created_at");

    private static final int PART_CHARACTERS = 2 << 20;

    private final Sql sql;

    StorePrompts(Sql sql) {
        this.sql = sql;
    }

    /**
     * A prompt that may be new.
     *
     * @param messages as JSON, as they were hashed
     */
    public record PromptRow(UUID id, byte[] messages, String sha256, Provenance from) {}

    /**
     * Where a prompt is from.
     *
     * @param row its number in the file that brought it
     * @param metadata a JSON object
     */
    public record Provenance(
            Optional<String> sourceId,
            Optional<String> source,
            Optional<String> license,
            Optional<String> language,
            long row,
            Optional<byte[]> metadata) {}

    /** The settings with which a model sampled an answer. */
    public record Settings(long seed, double temperature, double topP, boolean ended) {}

    /**
     * An answer that may be new.
     *
     * @param model one of ours
     * @param modelName what its source calls whoever wrote it, where that is no model of ours
     */
    public record AnswerRow(
            UUID id,
            UUID prompt,
            String text,
            String sha256,
            Optional<UUID> model,
            Optional<String> modelName,
            Optional<Settings> sampled,
            Optional<Integer> rank) {
        private Same same() {
            return new Same(prompt, sha256, model, model.isPresent() ? sampled.map(Settings::seed) : Optional.empty());
        }
    }

    /** An answer that is not of one of our models is identified by its text; one of a model by text and seed. */
    private record Same(UUID prompt, String sha256, Optional<UUID> model, Optional<Long> seed) {}

    /** The ids of existing prompts with these hashes, oldest first. */
    public Map<String, UUID> known(UUID project, String[] hashes) {
        Map<String, UUID> byHash = new LinkedHashMap<>();
        sql.list(
                        "select sha256, id from prompt where project_id = ? and sha256 = any(?) order by id",
                        c -> Map.entry(c.text("sha256"), c.id("id")),
                        project,
                        hashes)
                .forEach(found -> byHash.put(found.getKey(), found.getValue()));
        return byHash;
    }

    /** Prompts that {@link #known} did not find, each once. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(UUID project, UUID importId, List<PromptRow> rows, Instant now) {
        if (rows.isEmpty()) {
            return;
        }
        sql.copy("prompt", PROMPT, copied -> {
            for (PromptRow row : rows) {
                Provenance from = row.from();
                copied.row()
                        .id(row.id())
                        .id(project)
                        .json(row.messages())
                        .number(Prompt.SCHEMA_VERSION)
                        .text(row.sha256())
                        .id(importId)
                        .text(from.sourceId().orElse(null))
                        .text(from.source().orElse(null))
                        .text(from.license().orElse(null))
                        .text(from.language().orElse(null))
                        .large(from.row())
                        .json(from.metadata().orElse(null))
                        .time(now);
            }
        });
    }

    /**
     * What is there now.
     *
     * @param added the ids of those that were not there before
     * @param ids of each row's answer, in their order
     * @param ofPrompt all that prompts have which were there before, but what people wrote, oldest first
     */
    public record Kept(Set<UUID> added, List<UUID> ids, Map<UUID, List<Answer.Key>> ofPrompt) {}

    /** @param before those of the prompts that were there before: others have no answers yet */
    @Transactional(Transactional.TxType.MANDATORY)
    public Kept answers(UUID importId, List<AnswerRow> rows, Set<UUID> before, Instant now) {
        Map<Same, UUID> known = new HashMap<>();
        Map<UUID, List<Answer.Key>> ofPrompt = there(before, known);
        List<UUID> ids = new ArrayList<>();
        List<AnswerRow> added = new ArrayList<>();
        for (AnswerRow row : rows) {
            UUID there = known.putIfAbsent(row.same(), row.id());
            ids.add(there == null ? row.id() : there);
            if (there == null) {
                added.add(row);
                if (before.contains(row.prompt())) {
                    ofPrompt.computeIfAbsent(row.prompt(), none -> new ArrayList<>())
                            .add(new Answer.Key(row.id(), row.sha256(), row.model()));
                }
            }
        }
        copy(importId, added, now);
        return new Kept(added.stream().map(AnswerRow::id).collect(Collectors.toSet()), ids, ofPrompt);
    }

    private record There(UUID prompt, Answer.Key key, boolean imported, Optional<Long> seed) {}

    private Map<UUID, List<Answer.Key>> there(Set<UUID> prompts, Map<Same, UUID> known) {
        Map<UUID, List<Answer.Key>> ofPrompt = new HashMap<>();
        if (prompts.isEmpty()) {
            return ofPrompt;
        }
        // What labelers wrote is already a judgment; asking about it again would ask people to judge people.
        List<There> all = sql.list(
                """
                select id, prompt_id, text_sha256, source = 'import' as imported, model_version_id, seed from answer
                where prompt_id = any(?) and source <> 'labeler' order by id""",
                c -> new There(
                        c.id("prompt_id"),
                        new Answer.Key(c.id("id"), c.text("text_sha256"), c.maybeId("model_version_id")),
                        c.flag("imported"),
                        c.maybeNumber("seed")),
                (Object) prompts.toArray(UUID[]::new));
        for (There one : all) {
            Answer.Key key = one.key();
            Optional<UUID> model = one.imported() ? Optional.empty() : key.model();
            Optional<Long> seed = one.imported() ? Optional.empty() : one.seed();
            known.putIfAbsent(new Same(one.prompt(), key.textSha256(), model, seed), key.id());
            ofPrompt.computeIfAbsent(one.prompt(), none -> new ArrayList<>()).add(key);
        }
        return ofPrompt;
    }

    /**
     * In parts: the database keeps a statement's new rows in memory for its check of them, and beyond a few megabytes that memory is
     * a file, or is fetched from the system anew each time.
     */
    private void copy(UUID importId, List<AnswerRow> rows, Instant now) {
        int from = 0;
        while (from < rows.size()) {
            int to = from;
            for (long characters = 0; to < rows.size() && characters < PART_CHARACTERS; to++) {
                characters += rows.get(to).text().length();
            }
            copyPart(importId, rows.subList(from, to), now);
            from = to;
        }
    }

    private void copyPart(UUID importId, List<AnswerRow> rows, Instant now) {
        sql.copy("answer", ANSWER, copied -> {
            for (AnswerRow row : rows) {
                copied.row()
                        .id(row.id())
                        .id(row.prompt())
                        .text(row.text())
                        .text(row.sha256())
                        .text(row.model().isPresent() ? "model" : "import")
                        .id(row.model())
                        .text(row.modelName().orElse(null));
                if (row.sampled().isPresent()) {
                    Settings settings = row.sampled().get();
                    copied.large(settings.seed())
                            .real(settings.temperature())
                            .real(settings.topP())
                            .flag(settings.ended());
                } else {
                    copied.none().none().none().none();
                }
                copied.id(importId).number(row.rank()).time(now);
            }
        });
    }
}
