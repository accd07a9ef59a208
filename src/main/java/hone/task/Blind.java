package hone.task;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.UUID;

/**
 * What stays hidden from whoever asks, so that everybody judges blind; every page goes by it. Labelers see answers and decisions
 * in their own work only. Reviewers and admins see them everywhere, but whoever of them labels too sees nothing about a task
 * that they may still judge. Whether they may is a function of the database, {@code may_still_judge}.
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

    /** For templates: {@code blind.seeing}, whoever may see what models answered and others decided. */
    public boolean isSeeing() {
        return me.isReviewing();
    }

    /** For templates: {@code blind.partly}, of whom something may be left out. */
    public boolean isPartly() {
        return isSeeing() && me.has(Role.LABELER);
    }

    /** Whose open work is hidden in what is read: who asks, or nobody's when no work is handed to them. */
    public UUID judge() {
        return me.has(Role.LABELER) ? me.id() : NOBODY;
    }

    public boolean hides(UUID task) {
        return !isSeeing()
                || sql.first("select may_still_judge(?, ?)", c -> c.flag("may_still_judge"), judge(), task)
                        .orElseThrow();
    }

    /** @throws Conflict when this person may still judge the task */
    public void refuseIfHidden(UUID task) {
        if (hides(task)) {
            throw new Conflict(
                    "You may still judge this task, so what is behind its answers is hidden from you until your "
                            + "judgment is settled, or the task can no longer come to you.");
        }
    }
}
