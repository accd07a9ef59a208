package hone.task;

import hone.kind.WorkKind;
import hone.project.Eligibility;
import hone.project.KindRules;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Hands out work, at a cost that depends neither on how much work there is nor on how much of it a person has done. The
 * database keeps the order of free slots, and each person's position in it (V010, {@code hand_out}).
 */
@ApplicationScoped
public class TaskQueue {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sql sql;
    private final HandingRules rules;

    TaskQueue(Sql sql, HandingRules rules) {
        this.sql = sql;
        this.rules = rules;
    }

    /**
     * Whose turn it is in which project. Until the transaction ends the person's membership is locked: two browser tabs get the
     * same task, not two, and somebody who is being removed gets nothing.
     */
    record Turn(UUID project, UUID labeler, int leaseMinutes, Eligibility eligibility, KindRules kindRules) {}

    /**
     * The next task of a kind for this person: the one already open, else one with a text begun before its lease ended, else a
     * new one. Empty when nothing is free for them or may be handed to them ({@link #withheld}).
     *
     * @return the assignment
     * @throws Conflict when the person is not a member, or the kind has no guideline yet
     */
    @Transactional
    public Optional<UUID> lease(Project project, WorkKind kind, UUID labeler, Instant now) {
        Turn turn = take(project, kind, labeler);
        return next(turn, kind, now);
    }

    /** After an assignment that is held: another task of its kind, in the same transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<UUID> after(Assignment held, Instant now) {
        return held.person().member() ? next(held.turn(), held.kind(), now) : Optional.empty();
    }

    /** Why nothing new is handed to a person; empty where it would be if there were something. */
    public Optional<Withheld> withheld(Project project, WorkKind kind, UUID labeler, Instant now) {
        return rules.withheld(
                new Turn(project.id, labeler, project.leaseMinutes, project.eligibility(), project.kindRules()),
                kind,
                now);
    }

    public static Instant leaseEnd(Assignment.Place project, Instant now) {
        return leaseEnd(project.leaseMinutes(), now);
    }

    private static Instant leaseEnd(int minutes, Instant now) {
        return now.plus(Duration.ofMinutes(minutes));
    }

    private Turn take(Project project, WorkKind kind, UUID labeler) {
        return sql.first(
                        """
                        select p.lease_minutes, p.daily_max, p.guideline_required, p.quiz_required, p.gold_required, p.grouped, exists (
                          select 1 from guideline g join guideline_version v on v.guideline_id = g.id
                          where g.project_id = p.id and g.kind = ?) as guided
                        from member m join project p on p.id = m.project_id
                        where m.project_id = ? and m.labeler_id = ? for no key update of m""",
                        c -> {
                            if (!c.flag("guided")) {
                                throw new Conflict(
                                        "This kind of work has no guideline yet, so nothing can be handed out. "
                                                + "An admin publishes one under Guidelines.");
                            }
                            return new Turn(
                                    project.id,
                                    labeler,
                                    (int) c.number("lease_minutes"),
                                    new Eligibility((int) c.number("daily_max"), c.flag("guideline_required")),
                                    new KindRules(c.flag("quiz_required"), c.flag("gold_required"), c.flag("grouped")));
                        },
                        kind.wireName(),
                        project.id,
                        labeler)
                .orElseThrow(() -> new Conflict(
                        "Work is handed to members of the project, and you are not one of them. Nothing was changed. "
                                + "An admin can add you under People."));
    }

    private Optional<UUID> next(Turn turn, WorkKind kind, Instant now) {
        if (rules.withheld(turn, kind, now).isPresent()) {
            return rules.open(turn, kind);
        }
        return sql.first(
                        "select hand_out(?, ?, ?, ?, ?, ?, ?)",
                        c -> c.maybeId("hand_out"),
                        Uuid7.next(),
                        turn.labeler(),
                        turn.project(),
                        kind.wireName(),
                        RANDOM.nextLong(),
                        now,
                        leaseEnd(turn.leaseMinutes(), now))
                .flatMap(handed -> handed);
    }
}
