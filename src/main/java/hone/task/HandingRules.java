package hone.task;

import hone.kind.WorkKind;
import hone.project.Groups;
import hone.quiz.Quizzes;
import hone.task.TaskQueue.Turn;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The rules of a project about who is handed work now. A rule that is off costs nothing. */
@ApplicationScoped
class HandingRules {
    /** The last 24 hours, so that no time zone and no midnight matters. */
    private static final Duration DAY = Duration.ofHours(24);

    private final Sql sql;
    private final Quizzes quizzes;
    private final GoldMinimums golds;
    private final Groups groups;

    HandingRules(Sql sql, Quizzes quizzes, GoldMinimums golds, Groups groups) {
        this.sql = sql;
        this.quizzes = quizzes;
        this.golds = golds;
        this.groups = groups;
    }

    Optional<Withheld> withheld(Turn turn, WorkKind kind, Instant now) {
        return elsewhere(turn, kind)
                .or(() -> untaught(turn, kind))
                .or(() -> unproven(turn, kind))
                .or(() -> dailyLimit(turn, now));
    }

    /** Before anything that they could do about it: whoever is in no group need not read or be asked. */
    private Optional<Withheld> elsewhere(Turn turn, WorkKind kind) {
        return turn.kindRules().groups() && groups.isOutside(turn.project(), kind, turn.labeler())
                ? Optional.of(new Withheld.NotInGroup())
                : Optional.empty();
    }

    /** Reading comes before the quiz about what was read. */
    private Optional<Withheld> untaught(Turn turn, WorkKind kind) {
        Optional<Withheld> unread = turn.eligibility().guidelineRequired() ? unread(turn, kind) : Optional.empty();
        return unread.isPresent() || !turn.kindRules().quiz() ? unread : quiz(turn, kind);
    }

    private Optional<Withheld> unproven(Turn turn, WorkKind kind) {
        return turn.kindRules().gold() ? golds.missed(turn.project(), kind, turn.labeler()) : Optional.empty();
    }

    private Optional<Withheld> quiz(Turn turn, WorkKind kind) {
        return quizzes.isMissing(turn.project(), kind, turn.labeler())
                ? Optional.of(new Withheld.QuizMissing())
                : Optional.empty();
    }

    private Optional<Withheld> unread(Turn turn, WorkKind kind) {
        return sql.first(
                """
                select newest.id from (
                  select v.id from guideline g join guideline_version v on v.guideline_id = g.id
                  where g.project_id = ? and g.kind = ? order by v.number desc limit 1) newest
                where not exists (select 1 from guideline_acknowledged a where a.labeler_id = ? and a.version_id = newest.id)""", c -> new Withheld.GuidelineUnread(c.id("id")), turn.project(), kind.wireName(), turn.labeler());
    }

    /** What is in their hands counts too. This reads what they did in that time, by an index. */
    private Optional<Withheld> dailyLimit(Turn turn, Instant now) {
        int max = turn.eligibility().dailyMax();
        if (max == 0) {
            return Optional.empty();
        }
        return sql.first(
                        """
                        select count(*) as given, min(given.closed_at) as oldest from (
                          (select a.closed_at from assignment a join task t on t.id = a.task_id
                           where a.labeler_id = ? and a.state = 'judged' and a.closed_at > ? and t.project_id = ?
                           order by a.closed_at desc limit ?)
                          union all
                          select null from assignment a join task t on t.id = a.task_id
                          where a.labeler_id = ? and a.state = 'open' and t.project_id = ?) given""",
                        c -> c.number("given") < max
                                ? Optional.<Withheld>empty()
                                : Optional.<Withheld>of(new Withheld.DailyLimit(
                                        max, c.maybeTime("oldest").orElse(now).plus(DAY))),
                        turn.labeler(),
                        now.minus(DAY),
                        turn.project(),
                        max,
                        turn.labeler(),
                        turn.project())
                .flatMap(reached -> reached);
    }

    /** What is in a person's hands already. */
    Optional<UUID> open(Turn turn, WorkKind kind) {
        return sql.first("""
                select a.id from assignment a join task t on t.id = a.task_id
                where a.labeler_id = ? and a.state = 'open' and t.project_id = ? and t.kind = ?
                order by a.handed_at, a.id limit 1""", c -> c.id("id"), turn.labeler(), turn.project(), kind.wireName());
    }
}
