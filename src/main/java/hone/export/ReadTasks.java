package hone.export;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import hone.contract.Message;
import hone.contract.Wire;
import hone.format.Item;
import hone.format.Response;
import hone.judgment.Counting;
import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The judged tasks of a project, each with all of its judgments that count, in the order in which its first one was accepted: a
 * task is found by that one, so that nothing has to be sorted or remembered. Few are in memory, and fewer where they are large.
 */
final class ReadTasks {
    /** The first tasks are few, so that the first byte leaves soon; from then on each look finds twice as many. */
    private static final int TASKS_AT_FIRST = 64;

    private static final int TASKS_AT_A_TIME = 1_024;
    /** Texts larger than this are read one by one, so that a batch of many large ones fits. */
    private static final int TEXT_BYTES = 12 * 1024;
    /** The same of messages, whose size is known as they are stored, which may be packed. */
    private static final int MESSAGES_BYTES = 4 * 1024;

    private static final int BATCH_CHARACTERS = 4 << 20;
    private static final ObjectReader MESSAGES = Wire.mapper().readerFor(new TypeReference<List<Message>>() {});

    /** A judgment, but for the task that it is about. */
    private static final String JUDGED = """
            j.id, j.labeler_id, j.verdict, j.rationale, j.rules, j.seconds, j.judged_at, j.accepted_at, a.guideline_version_id,
            array(select x.answer_id from assignment_answer x where x.assignment_id = a.id order by x.position)""";

    private final SqlSnapshot snapshot;
    private final UUID project;
    private final UUID judge;
    private final DecisionsOfVerdict decisions;
    private final LargeTexts largeTexts;
    private final Deque<JudgedTask> waiting = new ArrayDeque<>();
    private Instant lastAcceptedAt = Instant.EPOCH;
    private UUID lastId = new UUID(0, 0);
    private int atATime = TASKS_AT_FIRST;
    private long hidden;

    /**
     * @param judge whose open work is left out
     */
    ReadTasks(SqlSnapshot snapshot, UUID project, UUID judge, Raters raters) {
        this.snapshot = snapshot;
        this.project = project;
        this.judge = judge;
        this.decisions = new DecisionsOfVerdict(snapshot, raters);
        this.largeTexts = new LargeTexts(snapshot);
    }

    /** Some tasks; none at the end. */
    record Batch(List<? extends Item> items, long judgments) {}

    /** Judgments of tasks that whoever asks may still judge. */
    long hidden() {
        return hidden;
    }

    Batch next() {
        List<Item.Conversation> items = new ArrayList<>();
        long judgments = 0;
        long characters = 0;
        while (characters < BATCH_CHARACTERS) {
            if (waiting.isEmpty()) {
                if (!items.isEmpty() || !fill()) {
                    break;
                }
                continue;
            }
            JudgedTask read = waiting.poll();
            Item.Conversation item = read.item(decisions, largeTexts);
            items.add(item);
            judgments += read.judged().size();
            characters += characters(item);
        }
        return new Batch(items, judgments);
    }

    /** @return whether there was anything left; what is hidden, or was there before, may leave nothing of it */
    private boolean fill() {
        List<JudgedTask> found = found();
        if (found.isEmpty()) {
            return false;
        }
        DecisionsOfVerdict.Judged last = found.getLast().judged().getFirst();
        lastAcceptedAt = last.acceptedAt();
        lastId = last.id();
        atATime = Math.min(TASKS_AT_A_TIME, 2 * atATime);
        List<JudgedTask> tasks = withTheOthers(found);
        shown(tasks);
        Set<UUID> leftOut = hiddenAmong(tasks);
        for (JudgedTask task : tasks) {
            if (leftOut.contains(task.id())) {
                hidden += task.judged().size();
            } else {
                waiting.add(task);
            }
        }
        return true;
    }

    /** A task for each of the next judgments. */
    private List<JudgedTask> found() {
        List<JudgedTask> found = new ArrayList<>(atATime);
        snapshot.each(
                """
                select k.id, k.asked, k.kind, k.prompt_id, p.source_id, coalesce(p.source, b.file_name), p.license, p.language,
                  case when pg_column_size(p.messages) <= %d then p.messages end, %s
                from judgment j join task k on k.id = j.task_id join prompt p on p.id = k.prompt_id
                join assignment a on a.id = j.assignment_id left join import_batch b on b.id = p.import_id
                where j.project_id = '%s' and %s and (j.accepted_at, j.id) > ('%s'::timestamptz, '%s'::uuid)
                order by j.accepted_at, j.id limit %d""".formatted(MESSAGES_BYTES, JUDGED, project, Counting.COUNTS, lastAcceptedAt, lastId, atATime), c -> {
                    JudgedTask task = new JudgedTask(c.id(), c.number() > 1, JudgedTask.Asked.of(c));
                    task.judged().add(DecisionsOfVerdict.Judged.of(c));
                    found.add(task);
                });
        return found;
    }

    /** Where several were asked, a task stands with its first judgment and has all of them; with the others it does not stand again. */
    private List<JudgedTask> withTheOthers(List<JudgedTask> found) {
        Map<UUID, List<DecisionsOfVerdict.Judged>> several = new HashMap<>();
        found.stream().filter(JudgedTask::shared).forEach(task -> several.put(task.id(), new ArrayList<>()));
        if (several.isEmpty()) {
            return found;
        }
        snapshot.each(
                "select j.task_id, %s from %s join judgment j on j.task_id = t.id join assignment a on a.id = j.assignment_id where %s"
                        .formatted(JUDGED, numbered(several.keySet()), Counting.COUNTS),
                c -> Objects.requireNonNull(several.get(c.id())).add(DecisionsOfVerdict.Judged.of(c)));
        several.values().forEach(judged -> judged.sort(DecisionsOfVerdict.Judged.IN_ORDER));
        List<JudgedTask> tasks = new ArrayList<>();
        for (JudgedTask task : found) {
            List<DecisionsOfVerdict.Judged> all = several.getOrDefault(task.id(), task.judged());
            if (all.getFirst().id().equals(task.judged().getFirst().id())) {
                tasks.add(task.with(all));
            }
        }
        return tasks;
    }

    private static String numbered(Collection<UUID> ids) {
        return "unnest('{%s}'::uuid[]) with ordinality as t (id, n)"
                .formatted(ids.stream().map(UUID::toString).collect(Collectors.joining(",")));
    }

    private Set<UUID> hiddenAmong(List<JudgedTask> tasks) {
        if (judge.equals(new UUID(0, 0)) || tasks.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(snapshot.list(
                "select t.id from unnest(?) as t(id) where may_still_judge(?, t.id)",
                c -> c.id("id"),
                tasks.stream().map(JudgedTask::id).toArray(UUID[]::new),
                judge));
    }

    private void shown(List<JudgedTask> tasks) {
        String numbered = numbered(tasks.stream().map(JudgedTask::id).toList());
        snapshot.each("""
                select t.n, x.position, a.id, case when octet_length(a.text) <= %d then a.text end, m.name, a.seed, a.temperature,
                  a.top_p, a.ended, a.source_rank
                from %s join task_answer x on x.task_id = t.id join answer a on a.id = x.answer_id
                left join model_version m on m.id = a.model_version_id""".formatted(TEXT_BYTES, numbered), c -> {
            JudgedTask task = tasks.get((int) c.number() - 1);
            int position = (int) c.number();
            task.show(position, JudgedTask.Shown.of(c));
        });
    }

    private static long characters(Item.Conversation item) {
        long characters = 0;
        for (Message turn : item.prompt()) {
            characters += turn.content().length();
        }
        for (Response response : item.responses()) {
            characters += response.text().length();
        }
        return characters;
    }

    static List<Message> conversation(String json) {
        try {
            return MESSAGES.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
