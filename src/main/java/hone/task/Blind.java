package hone.task;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.token.Scope;
import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What is hidden from the current user, so that everybody judges blind; every page follows it. Labelers see answers and
 * decisions in their own work only. Reviewers and admins see them everywhere, but those of them who also label see nothing
 * about a task that they may still judge. Whether they may is decided by the database function {@code may_still_judge}.
 */
@Named("blind")
@RequestScoped
public class Blind {
    private static final UUID NOBODY = new UUID(0, 0);

    private final SignedIn me;
    private final Sql sql;

    Blind(SignedIn me, Sql sql) {
        this.me = me;
        this.sql = sql;
    }

    /** For templates: {@code blind.seeing}, whether the user may see what models answered and others decided. */
    public boolean isSeeing() {
        return me.isReviewing() || me.has(Scope.REVIEWS_WORK);
    }

    /** For templates: {@code blind.partly}, whether something may be hidden from a user who otherwise sees everything. */
    public boolean isPartly() {
        return isSeeing() && me.has(Role.LABELER);
    }

    /** The labeler whose open work is hidden in query results: the current user, or nobody if no work is handed to them. */
    public UUID judge() {
        return me.has(Role.LABELER) || me.has(Scope.TASKS_WORK) ? me.id() : NOBODY;
    }

    public boolean hides(UUID task) {
        return hides(task, judge());
    }

    /** @param judge who must not see what they may still judge, where the user works in somebody's name */
    private boolean hides(UUID task, UUID judge) {
        return !isSeeing()
                || sql.first("select may_still_judge(?, ?)", c -> c.flag("may_still_judge"), judge, task)
                        .orElseThrow();
    }

    /** Those tasks about which the user is asked again, as a repeat: of them they don't even see what they decided before. */
    public Set<UUID> askedAgain(Collection<UUID> tasks) {
        return new HashSet<>(sql.list(
                "select t.id from unnest(?) as t(id) where asked_again(?, t.id)",
                c -> c.id("id"),
                tasks.toArray(UUID[]::new),
                judge()));
    }

    /** @throws Conflict when this person may still judge the task */
    public void refuseIfHidden(UUID task) {
        refuseIfHidden(task, judge());
    }

    /** @throws Conflict when the one in whose name the user works may still judge the task */
    public void refuseIfHidden(UUID task, UUID judge) {
        if (hides(task, judge)) {
            throw new Conflict(
                    "You may still judge this task, so what is behind its answers is hidden from you until your "
                            + "judgment is settled, or the task can no longer come to you.");
        }
    }
}
