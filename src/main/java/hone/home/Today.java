package hone.home;

import hone.conversation.Prompt;
import hone.judgment.DecidedInWords;
import hone.judgment.Judgment;
import hone.kind.WorkKind;
import hone.task.Blind;
import hone.web.ReaderLanguage;
import hone.web.Sql;
import hone.web.Wording;
import hone.work.UndoLast;
import hone.work.WaitingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

/** What a person sees first: what waits for them, what they did, what it changed. */
@ApplicationScoped
class Today {
    private static final int QUEUE_SHOWN = 8;
    private static final int LAST_SHOWN = 5;
    private static final int DATASETS_SHOWN = 5;

    private final Sql sql;
    private final WaitingWork waiting;
    private final UndoLast undoLast;
    private final Judgment.Repo judgments;
    private final Prompt.Repo prompts;
    private final Blind blind;

    Today(Sql sql, WaitingWork waiting, UndoLast undoLast, Judgment.Repo judgments, Prompt.Repo prompts, Blind blind) {
        this.sql = sql;
        this.waiting = waiting;
        this.undoLast = undoLast;
        this.judgments = judgments;
        this.prompts = prompts;
        this.blind = blind;
    }

    /**
     * The page.
     *
     * @param queue kinds of work that have something for this person; the one to go on with comes first
     * @param further the rest of a long queue
     * @param undoable the assignment that was judged or given back last, if that can still be undone
     * @param seconds that one of today's judgments took on average, if there is one
     */
    public record View(
            List<WaitingWork.Kind> queue,
            List<WaitingWork.Kind> further,
            boolean member,
            long today,
            OptionalDouble seconds,
            List<Mine> last,
            Optional<UUID> undoable,
            List<Frozen> changed) {
        public long averageSeconds() {
            return Math.round(seconds.orElse(0));
        }

        public boolean isTimed() {
            return seconds.isPresent() && averageSeconds() > 0;
        }
    }

    /** One of the person's own judgments. */
    public record Mine(UUID assignment, WorkKind kind, String prompt, String decided, Instant at) {}

    /** A frozen dataset that holds some of the person's judgments, and the newest model that learned from it. */
    public record Frozen(String slug, String project, int number, long mine, Instant at, Optional<String> model) {}

    /** @param start of the day that counts as today */
    @Transactional
    View of(UUID labeler, Instant start) {
        List<WaitingWork.Kind> all = waiting.of(labeler);
        List<WaitingWork.Kind> queue = all.stream()
                .filter(k -> k.tasks() > 0 || k.begun() > 0)
                .sorted((a, b) -> Boolean.compare(b.begun() > 0, a.begun() > 0))
                .toList();
        Judgment.Done today = judgments.since(labeler, start);
        return new View(
                queue.stream().limit(QUEUE_SHOWN).toList(),
                queue.stream().skip(QUEUE_SHOWN).toList(),
                !all.isEmpty(),
                today.judgments(),
                today.judgments() > 0
                        ? OptionalDouble.of((double) today.seconds() / today.judgments())
                        : OptionalDouble.empty(),
                last(labeler),
                undoLast.undoable(labeler),
                frozen(labeler));
    }

    /** Without those about which they are asked again: what they said before would tell them what to say. */
    private List<Mine> last(UUID labeler) {
        List<Judgment> last = judgments.latest(labeler, LAST_SHOWN);
        Set<UUID> again =
                blind.askedAgain(last.stream().map(judgment -> judgment.taskId).toList());
        return last.stream()
                .filter(judgment -> !again.contains(judgment.taskId))
                .map(this::mine)
                .toList();
    }

    private Mine mine(Judgment judgment) {
        Prompt prompt = prompts.findById(judgment.promptId);
        String message = prompt.asked();
        return new Mine(
                judgment.assignmentId,
                judgment.kind,
                Wording.shortened(message, 120),
                DecidedInWords.of(judgment.verdict, Map.of(), ReaderLanguage.ofReader())
                        .brief(),
                judgment.judgedAt);
    }

    private List<Frozen> frozen(UUID labeler) {
        return sql.list(
                """
                select p.slug, p.name, d.number, mine.judgments, d.created_at,
                  (select m.name from run r join model_version m on m.run_id = r.id
                     where r.dataset_id = d.id and m.kind = 'policy' order by m.created_at desc limit 1) as model
                from (select dataset_id, judgments, frozen_at from dataset_labeler
                      where labeler_id = ? order by frozen_at desc limit %d) mine
                join dataset d on d.id = mine.dataset_id
                join project p on p.id = d.project_id
                order by mine.frozen_at desc""".formatted(DATASETS_SHOWN),
                c -> new Frozen(
                        c.text("slug"),
                        c.text("name"),
                        (int) c.number("number"),
                        c.number("judgments"),
                        c.time("created_at"),
                        c.maybeText("model")),
                labeler);
    }
}
