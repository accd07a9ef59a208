package hone.export;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.TextNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.format.Decision;
import hone.format.Item;
import hone.format.Origin;
import hone.format.Response;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.web.CopiedCells;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final Deque<Read> waiting = new ArrayDeque<>();
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
        while (characters < BATCH_CHARACTERS) {
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

    /** @return whether there was anything left; what is hidden, or was there before, may leave nothing of it */
    private boolean fill() {
        List<Read> found = found();
        if (found.isEmpty()) {
            return false;
        }
        DecisionsOfVerdict.Judged last = found.getLast().judged().getFirst();
        lastAcceptedAt = last.acceptedAt();
        lastId = last.id();
        atATime = Math.min(TASKS_AT_A_TIME, 2 * atATime);
        List<Read> tasks = withTheOthers(found);
        shown(tasks);
        Set<UUID> leftOut = hiddenAmong(tasks);
        for (Read task : tasks) {
            if (leftOut.contains(task.id())) {
                hidden += task.judged().size();
            } else {
                waiting.add(task);
            }
        }
        return true;
    }

    /** A task for each of the next judgments. */
    private List<Read> found() {
        List<Read> found = new ArrayList<>(atATime);
        snapshot.each(
                """
                select k.id, k.asked, k.kind, k.prompt_id, p.source_id, coalesce(p.source, b.file_name), p.license, p.language,
                  case when pg_column_size(p.messages) <= %d then p.messages end, %s
                from judgment j join task k on k.id = j.task_id join prompt p on p.id = k.prompt_id
                join assignment a on a.id = j.assignment_id left join import_batch b on b.id = p.import_id
                where j.project_id = '%s' and %s and (j.accepted_at, j.id) > ('%s'::timestamptz, '%s'::uuid)
                order by j.accepted_at, j.id limit %d""".formatted(MESSAGES_BYTES, JUDGED, project, Counting.COUNTS, lastAcceptedAt, lastId, atATime), c -> {
                    Read task = new Read(c.id(), c.number() > 1, Asked.of(c));
                    task.judged().add(DecisionsOfVerdict.Judged.of(c));
                    found.add(task);
                });
        return found;
    }

    /** Where several were asked, a task stands with its first judgment and has all of them; with the others it does not stand again. */
    private List<Read> withTheOthers(List<Read> found) {
        Map<UUID, List<DecisionsOfVerdict.Judged>> several = new HashMap<>();
        found.stream().filter(Read::shared).forEach(task -> several.put(task.id(), new ArrayList<>()));
        if (several.isEmpty()) {
            return found;
        }
        snapshot.each(
                "select j.task_id, %s from %s join judgment j on j.task_id = t.id join assignment a on a.id = j.assignment_id where %s"
                        .formatted(JUDGED, numbered(several.keySet()), Counting.COUNTS),
                c -> Objects.requireNonNull(several.get(c.id())).add(DecisionsOfVerdict.Judged.of(c)));
        several.values().forEach(judged -> judged.sort(DecisionsOfVerdict.Judged.IN_ORDER));
        List<Read> tasks = new ArrayList<>();
        for (Read task : found) {
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

    private Set<UUID> hiddenAmong(List<Read> tasks) {
        if (judge.equals(new UUID(0, 0)) || tasks.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(snapshot.list(
                "select t.id from unnest(?) as t(id) where may_still_judge(?, t.id)",
                c -> c.id("id"),
                tasks.stream().map(Read::id).toArray(UUID[]::new),
                judge));
    }

    private void shown(List<Read> tasks) {
        String numbered = numbered(tasks.stream().map(Read::id).toList());
        snapshot.each("""
                select t.n, x.position, a.id, case when octet_length(a.text) <= %d then a.text end, m.name, a.seed, a.temperature,
                  a.top_p, a.ended, a.source_rank
                from %s join task_answer x on x.task_id = t.id join answer a on a.id = x.answer_id
                left join model_version m on m.id = a.model_version_id""".formatted(TEXT_BYTES, numbered), c -> {
            Read task = tasks.get((int) c.number() - 1);
            int position = (int) c.number();
            task.show(position, Shown.of(c));
        });
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
        long characters = 0;
        for (Message turn : item.prompt()) {
            characters += turn.content().length();
        }
        for (Response response : item.responses()) {
            characters += response.text().length();
        }
        return characters;
    }

    /** What was asked; its messages are empty where they are large. */
    private record Asked(String kind, UUID prompt, Origin origin, Optional<String> messages) {
        static Asked of(CopiedCells c) {
            String kind = c.text();
            UUID prompt = c.id();
            Optional<String> sourceId = c.maybeText();
            return new Asked(
                    kind,
                    prompt,
                    new Origin(
                            sourceId.or(() -> Optional.of(prompt.toString())),
                            c.maybeText(),
                            c.maybeText(),
                            c.maybeText()),
                    c.maybeJson());
        }
    }

    /** An answer; its text is empty where it is large. */
    private record Shown(UUID id, Optional<String> text, Response like) {
        static Shown of(CopiedCells c) {
            UUID id = c.id();
            Optional<String> text = c.maybeText();
            Optional<String> model = c.maybeText();
            Optional<Long> seed = c.maybeNumber();
            Optional<Double> temperature = c.maybeReal();
            Optional<Double> topP = c.maybeReal();
            Optional<Boolean> ended = c.maybeFlag();
            Optional<Long> rank = c.maybeNumber();
            return new Shown(
                    id,
                    text,
                    new Response(
                            text.orElse(""),
                            Optional.of(id.toString()),
                            model,
                            seed.map(number -> new Response.Sampling(
                                    number, temperature.orElse(0.0), topP.orElse(0.0), ended.orElse(false))),
                            rank.isPresent() ? OptionalInt.of(rank.get().intValue()) : OptionalInt.empty()));
        }

        Response response(ReadTasks source) {
            return text.isPresent()
                    ? like
                    : new Response(source.text(id), like.id(), like.model(), like.sampling(), like.rank());
        }
    }

    /**
     * A task while its answers come in.
     *
     * @param shared whether several people were asked
     */
    private record Read(
            UUID id, boolean shared, Asked asked, List<DecisionsOfVerdict.Judged> judged, List<Placed> shown) {
        private record Placed(int position, Shown answer) {}

        Read(UUID id, boolean shared, Asked asked) {
            this(id, shared, asked, new ArrayList<>(1), new ArrayList<>(2));
        }

        Read with(List<DecisionsOfVerdict.Judged> all) {
            return new Read(id, shared, asked, all, shown);
        }

        /** They come in their order but where PostgreSQL sees a reason not to. */
        void show(int position, Shown answer) {
            int at = shown.size();
            while (at > 0 && shown.get(at - 1).position() > position) {
                at--;
            }
            shown.add(at, new Placed(position, answer));
        }

        Item.Conversation item(ReadTasks source) {
            List<Response> responses = new ArrayList<>(shown.size());
            List<UUID> answers = new ArrayList<>(shown.size());
            for (Placed one : shown) {
                responses.add(one.answer().response(source));
                answers.add(one.answer().id());
            }
            Places places = new Places(answers);
            List<Decision> decided = new ArrayList<>();
            Map<String, JsonNode> metadata = new LinkedHashMap<>();
            metadata.put("task", TextNode.valueOf(id.toString()));
            metadata.put("kind", TextNode.valueOf(asked.kind()));
            for (DecisionsOfVerdict.Judged one : judged) {
                decided.addAll(source.decisions.of(one, places));
                if (one.verdict() instanceof Verdict.NotRankable) {
                    // The model of formats has no word for it; a ranking in which all are tied is what training makes
                    // of it.
                    metadata.put("not_rankable", TextNode.valueOf(one.id().toString()));
                }
            }
            return new Item.Conversation(
                    conversation(asked.messages().orElseGet(() -> source.messages(asked.prompt()))),
                    responses,
                    decided,
                    asked.origin(),
                    metadata);
        }
    }

    static List<Message> conversation(String json) {
        try {
            return MESSAGES.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
