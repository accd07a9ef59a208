package hone.export;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.format.Decision;
import hone.format.Item;
import hone.format.Origin;
import hone.format.Response;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.web.Sql;
import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The judged tasks of a project, each with all of its judgments that count, in the order in which its first one was accepted: a
 * task is found by that one, so that nothing has to be sorted or remembered. Few are in memory, and fewer where they are large.
 */
final class ReadTasks implements AutoCloseable {
    private static final int TASKS_AT_A_TIME = 500;
    /** Texts larger than this are read one by one, so that a batch of many large ones fits. */
    private static final int TEXT_BYTES = 16 * 1024;
    /** The same of messages, whose size is known as they are stored, which may be packed. */
    private static final int MESSAGES_BYTES = 4 * 1024;

    private static final int BATCH_CHARACTERS = 4 << 20;
    private static final ObjectMapper JSON = Wire.mapper();

    private final SqlSnapshot snapshot;
    private final UUID judge;
    private final DecisionsOfVerdict decisions;
    private final SqlSnapshot.Cursor<UUID> found;
    private final Deque<Read> waiting = new ArrayDeque<>();
    private long hidden;

    /**
     * @param judge whose open work is left out
     */
    ReadTasks(SqlSnapshot snapshot, UUID project, UUID judge, Raters raters) {
        this.snapshot = snapshot;
        this.judge = judge;
        this.decisions = new DecisionsOfVerdict(snapshot, raters);
        this.found = snapshot.cursor("""
                select f.task_id from (
                  select j.id, j.task_id, j.accepted_at from judgment j where j.project_id = ? and %1$s) f
                where f.id = (select j.id from judgment j where j.task_id = f.task_id and %1$s
                              order by j.accepted_at, j.id limit 1)
                order by f.accepted_at, f.id""".formatted(Counting.COUNTS), TASKS_AT_A_TIME, c -> c.id("task_id"), project);
    }

    /** Some tasks; none at the end. */
    record Batch(List<Item.Conversation> items, long judgments) {}

    /** Judgments of tasks that whoever asks may still judge. */
    long hidden() {
        return hidden;
    }

    Batch next() {
        List<Item.Conversation> items = new ArrayList<>();
        long judgments = 0;
        long characters = 0;
        while (characters < BATCH_CHARACTERS && items.size() < TASKS_AT_A_TIME) {
            if (waiting.isEmpty()) {
                if (!items.isEmpty() || !fill()) {
                    break;
                }
                continue;
            }
            Read read = waiting.poll();
            Item.Conversation item = read.item(this);
            items.add(item);
            judgments += read.judged().size();
            characters += characters(item);
        }
        return new Batch(items, judgments);
    }

    /** @return whether there was anything left; what is hidden may leave nothing of it */
    private boolean fill() {
        List<UUID> ids = found.next(TASKS_AT_A_TIME);
        if (ids.isEmpty()) {
            return false;
        }
        UUID[] tasks = ids.toArray(UUID[]::new);
        Map<UUID, List<DecisionsOfVerdict.Judged>> judged = judged(tasks);
        for (UUID task : hiddenAmong(tasks)) {
            hidden += judged.getOrDefault(task, List.of()).size();
            judged.remove(task);
        }
        Map<UUID, List<Shown>> shown = shown(tasks);
        Map<UUID, List<UUID>> orders = decisions.presented(judged.values());
        Map<UUID, Asked> asked = asked(tasks);
        for (UUID task : ids) {
            List<DecisionsOfVerdict.Judged> decided = judged.getOrDefault(task, List.of());
            Asked question = asked.get(task);
            if (question != null && !decided.isEmpty()) {
                waiting.add(new Read(task, question, shown.getOrDefault(task, List.of()), decided, orders));
            }
        }
        return true;
    }

    private Set<UUID> hiddenAmong(UUID[] tasks) {
        if (judge.equals(new UUID(0, 0))) {
            return Set.of();
        }
        return new HashSet<>(snapshot.list(
                "select t.id from unnest(?) as t(id) where may_still_judge(?, t.id)", c -> c.id("id"), tasks, judge));
    }

    private Map<UUID, List<DecisionsOfVerdict.Judged>> judged(UUID[] tasks) {
        Map<UUID, List<DecisionsOfVerdict.Judged>> byTask = new HashMap<>();
        snapshot.list(
                """
                select j.id, j.task_id, j.labeler_id, j.assignment_id, j.verdict, j.rationale, j.rules, j.seconds, j.judged_at,
                  a.guideline_version_id
                from judgment j join assignment a on a.id = j.assignment_id
                where j.task_id = any(?) and %s order by j.accepted_at, j.id""".formatted(Counting.COUNTS),
                c -> byTask.computeIfAbsent(c.id("task_id"), task -> new ArrayList<>())
                        .add(DecisionsOfVerdict.Judged.of(c)),
                (Object) tasks);
        return byTask;
    }

    private Map<UUID, Asked> asked(UUID[] tasks) {
        Map<UUID, Asked> byTask = new HashMap<>();
        snapshot.list("""
                select t.id, t.kind, t.prompt_id, p.source_id, coalesce(p.source, b.file_name) as source, p.license, p.language,
                  case when pg_column_size(p.messages) <= %d then p.messages end as messages
                from task t join prompt p on p.id = t.prompt_id left join import_batch b on b.id = p.import_id
                where t.id = any(?)""".formatted(MESSAGES_BYTES), c -> byTask.put(c.id("id"), Asked.of(c)), (Object) tasks);
        return byTask;
    }

    private Map<UUID, List<Shown>> shown(UUID[] tasks) {
        Map<UUID, List<Shown>> byTask = new HashMap<>();
        snapshot.list(
                """
                select x.task_id, a.id, case when octet_length(a.text) <= %d then a.text end as text, m.name as model, a.seed,
                  a.temperature, a.top_p, a.ended, a.source_rank
                from task_answer x join answer a on a.id = x.answer_id left join model_version m on m.id = a.model_version_id
                where x.task_id = any(?) order by x.task_id, x.position""".formatted(TEXT_BYTES),
                c -> byTask.computeIfAbsent(c.id("task_id"), task -> new ArrayList<>())
                        .add(Shown.of(c)),
                (Object) tasks);
        return byTask;
    }

    private String text(UUID answer) {
        return snapshot.list("select text from answer where id = ?", c -> c.text("text"), answer)
                .getFirst();
    }

    private String messages(UUID prompt) {
        return snapshot.list("select messages from prompt where id = ?", c -> c.text("messages"), prompt)
                .getFirst();
    }

    private static long characters(Item.Conversation item) {
        return item.prompt().stream().mapToLong(turn -> turn.content().length()).sum()
                + item.responses().stream()
                        .mapToLong(response -> response.text().length())
                        .sum();
    }

    @Override
    public void close() {
        found.close();
    }

    /** What was asked; its messages are empty where they are large. */
    private record Asked(String kind, UUID prompt, Origin origin, Optional<String> messages) {
        static Asked of(Sql.Cells c) throws SQLException {
            UUID prompt = c.id("prompt_id");
            return new Asked(
                    c.text("kind"),
                    prompt,
                    new Origin(
                            Optional.of(c.maybeText("source_id").orElse(prompt.toString())),
                            c.maybeText("source"),
                            c.maybeText("license"),
                            c.maybeText("language")),
                    c.maybeText("messages"));
        }
    }

    /** An answer; its text is empty where it is large. */
    private record Shown(UUID id, Optional<String> text, Response like) {
        static Shown of(Sql.Cells c) throws SQLException {
            Optional<Long> seed = c.maybeNumber("seed");
            Optional<Response.Sampling> sampling = seed.isPresent()
                    ? Optional.of(
                            new Response.Sampling(seed.get(), c.real("temperature"), c.real("top_p"), c.flag("ended")))
                    : Optional.empty();
            Optional<Long> rank = c.maybeNumber("source_rank");
            UUID id = c.id("id");
            return new Shown(
                    id,
                    c.maybeText("text"),
                    new Response(
                            "",
                            Optional.of(id.toString()),
                            c.maybeText("model"),
                            sampling,
                            rank.isPresent() ? OptionalInt.of(rank.get().intValue()) : OptionalInt.empty()));
        }

        Response response(ReadTasks source) {
            return new Response(
                    text.orElseGet(() -> source.text(id)), like.id(), like.model(), like.sampling(), like.rank());
        }
    }

    private record Read(
            UUID task,
            Asked asked,
            List<Shown> shown,
            List<DecisionsOfVerdict.Judged> judged,
            Map<UUID, List<UUID>> orders) {
        Item.Conversation item(ReadTasks source) {
            Places places = Places.of(shown.stream().map(Shown::id).toList());
            List<Decision> decided = new ArrayList<>();
            Map<String, JsonNode> metadata = new LinkedHashMap<>();
            metadata.put("task", TextNode.valueOf(task.toString()));
            metadata.put("kind", TextNode.valueOf(asked.kind()));
            for (DecisionsOfVerdict.Judged one : judged) {
                decided.addAll(source.decisions.of(one, places, orders.getOrDefault(one.assignment(), List.of())));
                if (one.verdict() instanceof Verdict.NotRankable) {
                    // The model of formats has no word for it; a ranking in which all are tied is what training makes
                    // of it.
                    metadata.put("not_rankable", TextNode.valueOf(one.id().toString()));
                }
            }
            return new Item.Conversation(
                    conversation(asked.messages().orElseGet(() -> source.messages(asked.prompt()))),
                    shown.stream().map(one -> one.response(source)).toList(),
                    decided,
                    asked.origin(),
                    metadata);
        }
    }

    static List<Message> conversation(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<Message>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
