package hone.review;

import hone.guideline.Guidelines;
import hone.judgment.Counting;
import hone.judgment.Judgment;
import hone.project.ReviewPolicy;
import hone.score.Expected;
import hone.task.Assignment;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** The judgments that wait for a reviewer, and what authors are told about theirs. */
@ApplicationScoped
public class Reviews {
    /** A reviewer who opens one has this long before others are shown it too; whoever decides first, decides. */
    static final Duration HELD = Duration.ofMinutes(10);

    /** How many of a person's newest judgments are looked at to see whether they are new to a kind of work. */
    private static final int LOOKED_AT = 500;

    private static final int COUNTED_MAX = 1_000;

    /** Among so many of the oldest one is sought that the reviewer may see. */
    static final int SOUGHT_MAX = 200;

    private static final int FEEDBACK_MAX = 20;

    /** Of what somebody judged before a pause. */
    private static final int MARKED_MAX = 1_000;

    private final Sql sql;
    private final Guidelines guidelines;

    Reviews(Sql sql, Guidelines guidelines) {
        this.sql = sql;
        this.guidelines = guidelines;
    }

    /**
     * Whether a judgment that is about to be stored waits for a reviewer, and why.
     *
     * @param fast whether it took much less time than reading takes
     * @param spread between it and the standing judgments of its task
     * @param expected what the reward model expected of it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<ReviewCause> cause(
            Assignment assignment,
            Judgment judgment,
            boolean fast,
            OptionalDouble spread,
            Optional<Expected> expected) {
        if (assignment.project().review().policy() == ReviewPolicy.NONE) {
            return Optional.empty();
        }
        return sql.first(
                        """
                        select exists (
                            select 1 from judgment b join review r on r.judgment_id = b.id
                            where b.task_id = ? and b.assignment_id = ? and r.outcome = 'returned') as returned,
                          (select count(*) from (
                             select j.project_id, j.kind from judgment j where j.labeler_id = ? and %s
                             order by j.judged_at desc limit %d) last
                           where last.project_id = ? and last.kind = ?) as before""".formatted(Counting.STANDS, LOOKED_AT),
                        c -> new Chosen.Known(
                                judgment.id,
                                c.flag("returned"),
                                c.number("before"),
                                fast,
                                Spread.isDisagreement(judgment.kind, spread),
                                expected.filter(Expected::isSurprising).isPresent()),
                        judgment.taskId,
                        assignment.id(),
                        judgment.labelerId,
                        judgment.projectId,
                        judgment.kind.wireName())
                .flatMap(known -> Chosen.by(assignment.project().review(), known));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void enter(Judgment judgment, ReviewCause cause, Instant now) {
        sql.run(
                "insert into review (judgment_id, project_id, author_id, cause, entered_at) values (?, ?, ?, ?, ?)",
                judgment.id,
                judgment.projectId,
                judgment.labelerId,
                cause.word(),
                now);
    }

    /**
     * What somebody judged before they were paused, without a reviewer so far. It stays what it is, data or not, until a reviewer has
     * decided: only that takes data back. What waits already keeps waiting for its own reason.
     *
     * @return how many there are, the newest thousand at most
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int enterBeforePause(UUID project, UUID author, Instant since, Instant now) {
        return sql.run(
                """
                insert into review (judgment_id, project_id, author_id, cause, entered_at)
                select j.id, j.project_id, j.labeler_id, ?, ? from (
                  select j.id, j.project_id, j.labeler_id
                  from judgment j join assignment a on a.id = j.assignment_id and a.labeler_id = j.labeler_id
                  where j.project_id = ? and j.labeler_id = ? and %s and j.judged_at >= ?
                    and not exists (select 1 from review r where r.judgment_id = j.id)
                    and not exists (select 1 from gold g where g.task_id = j.task_id)
                    and not exists (select 1 from planned_repeat r where r.task_id = j.task_id)
                  order by j.judged_at desc limit %d) j
                order by j.id on conflict do nothing""".formatted(Counting.STANDS, MARKED_MAX),
                ReviewCause.BEFORE_PAUSE.word(),
                now,
                project,
                author,
                since);
    }

    /** Its author has undone it before anybody decided. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID judgment) {
        sql.run("delete from review where judgment_id = ? and outcome is null", judgment);
    }

    /** Whether a reviewer has decided about what was judged in an assignment, so that its author can't undo it. */
    public boolean isDecided(Assignment assignment) {
        return sql.first(
                        """
                        select 1 as one where not exists (
                          select 1 from judgment j left join review r on r.judgment_id = j.id
                          where j.assignment_id = ? and %1$s and j.labeler_id = ? and r.outcome is null)
                          or exists (
                            select 1 from judgment j join disagreement d on d.task_id = j.task_id
                            where j.assignment_id = ? and %1$s and d.decided_at > j.judged_at)""".formatted(Counting.STANDS),
                        c -> true,
                        assignment.id(),
                        assignment.person().id(),
                        assignment.id())
                .isPresent();
    }

    /**
     * Where one waits: enough to find and show it.
     *
     * @param counts whether it is data meanwhile
     */
    public record Waiting(
            UUID judgment, UUID assignment, UUID author, ReviewCause cause, Instant enteredAt, boolean counts) {}

    /**
     * The next one for a reviewer, oldest first, and theirs to read for a while. Never their own, and none of a task that they may
     * still judge themselves.
     */
    @Transactional
    public Optional<Waiting> next(UUID project, Reviewer reviewer, Instant now) {
        return sql.first(
                """
                with oldest as (
                  select r.judgment_id, j.task_id from review r join judgment j on j.id = r.judgment_id
                  where r.project_id = ? and r.outcome is null and %s and r.author_id <> ?
                    and (r.held_by is null or r.held_by = ? or r.held_until < ?)
                  order by r.entered_at, r.judgment_id limit %d),
                chosen as (
                  select r.judgment_id from oldest o join review r on r.judgment_id = o.judgment_id
                  where not may_still_judge(?, o.task_id) and r.outcome is null
                  order by (r.held_by is not distinct from ?) desc, r.entered_at, r.judgment_id limit 1
                  for update of r skip locked)
                update review r set held_by = ?, held_until = ? from chosen c, judgment j
                where r.judgment_id = c.judgment_id and j.id = c.judgment_id
                returning r.judgment_id, j.assignment_id, r.author_id, r.cause, r.entered_at, %s as counts""".formatted(Counting.STANDS, SOUGHT_MAX, Counting.COUNTS),
                Reviews::waiting,
                project,
                reviewer.id(),
                reviewer.id(),
                now,
                reviewer.judge(),
                reviewer.id(),
                reviewer.id(),
                now.plus(HELD));
    }

    /** One of them by its judgment, decided or not. */
    public Optional<Waiting> of(UUID project, UUID judgment) {
        return sql.first("""
                select r.judgment_id, j.assignment_id, r.author_id, r.cause, r.entered_at, %s as counts
                from review r join judgment j on j.id = r.judgment_id where r.judgment_id = ? and r.project_id = ?""".formatted(Counting.COUNTS), Reviews::waiting, judgment, project);
    }

    private static Waiting waiting(Sql.Cells c) throws SQLException {
        return new Waiting(
                c.id("judgment_id"),
                c.id("assignment_id"),
                c.id("author_id"),
                ReviewCause.of(c.text("cause")),
                c.time("entered_at"),
                c.flag("counts"));
    }

    /** How many wait, counted up to a thousand. */
    public long waiting(UUID project) {
        return sql.number("""
                select count(*) from (
                  select 1 from review r join judgment j on j.id = r.judgment_id
                  where r.project_id = ? and r.outcome is null and %s limit %d) waits""".formatted(Counting.STANDS, COUNTED_MAX), project);
    }

    /** Since when a reviewer has had one open; empty where they don't hold it. */
    Optional<Instant> heldSince(UUID judgment, UUID reviewer) {
        return sql.first(
                "select held_until from review where judgment_id = ? and held_by = ?",
                c -> c.time("held_until").minus(HELD),
                judgment,
                reviewer);
    }

    /**
     * What a reviewer decided about a person's judgment, other than accepting it.
     *
     * @param outcome {@code fixed}, {@code returned} or {@code rejected}
     * @param assignment where the work is; a returned one is there to be done again
     * @param cited the rules that the note names, of the version that it was judged under
     * @param comments how many there are about it
     */
    public record Feedback(
            UUID assignment,
            String slug,
            String project,
            String outcome,
            String note,
            List<Guidelines.Cited> cited,
            long comments,
            Instant at) {
        /** Where its author and the reviewer write to each other. */
        public String thread() {
            return "/p/" + slug + "/comments/" + assignment;
        }

        public String address() {
            return "/work/" + assignment;
        }

        /** How a list marks it: one that came back is to be done. */
        public String mark() {
            return outcome.equals("returned") ? "now" : "";
        }
    }

    private record Decided(
            UUID assignment,
            String slug,
            String project,
            UUID guideline,
            String outcome,
            String note,
            long comments,
            Instant at) {}

    /** The newest, for its author. */
    public List<Feedback> feedback(UUID author) {
        List<Decided> decided = sql.list(
                """
                select j.assignment_id, p.slug, p.name, a.guideline_version_id, r.outcome, coalesce(r.note, '') as note, r.decided_at,
                  (select count(*) from judgment_comment c where c.assignment_id = j.assignment_id) as comments
                from (select * from review where author_id = ? and outcome is not null and outcome <> 'accepted'
                      order by decided_at desc limit %d) r
                join judgment j on j.id = r.judgment_id join project p on p.id = r.project_id
                join assignment a on a.id = j.assignment_id
                order by r.decided_at desc""".formatted(FEEDBACK_MAX),
                c -> new Decided(
                        c.id("assignment_id"),
                        c.text("slug"),
                        c.text("name"),
                        c.id("guideline_version_id"),
                        c.text("outcome"),
                        c.text("note"),
                        c.number("comments"),
                        c.time("decided_at")),
                author);
        return decided.stream()
                .map(one -> new Feedback(
                        one.assignment(),
                        one.slug(),
                        one.project(),
                        one.outcome(),
                        one.note(),
                        guidelines.citedIn(one.note(), one.guideline()),
                        one.comments(),
                        one.at()))
                .toList();
    }

    /** Those who have decided about what was judged in an assignment. */
    public List<UUID> reviewers(Assignment assignment) {
        return sql.list("""
                select distinct r.reviewer_id from judgment b join review r on r.judgment_id = b.id
                where b.task_id = ? and b.assignment_id = ? and r.reviewer_id is not null""", c -> c.id("reviewer_id"), assignment.slot().task(), assignment.id());
    }

    /** A reviewer rejected what was judged in an assignment; empty where none did. The reviewer's words may be. */
    public Optional<String> rejection(Assignment assignment) {
        return sql.first("""
                select coalesce(r.note, '') as note from judgment b join review r on r.judgment_id = b.id
                where b.task_id = ? and b.assignment_id = ? and r.outcome = 'rejected' order by r.decided_at desc limit 1""", c -> c.text("note"), assignment.slot().task(), assignment.id());
    }
}
