package hone.export;

import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What can only be taken whole is not given to somebody who may still judge a part of it. */
@ApplicationScoped
class HiddenInWhole {
    private static final UUID NOBODY = new UUID(0, 0);

    private final Sql sql;

    HiddenInWhole(Sql sql) {
        this.sql = sql;
    }

    /** @param judge whose open work is hidden */
    boolean hides(UUID judge, UUID project) {
        return !judge.equals(NOBODY)
                && sql.first(
                                "select 1 as one from member where project_id = ? and labeler_id = ?",
                                c -> c.number("one"),
                                project,
                                judge)
                        .isPresent();
    }

    /** @throws Conflict when it is hidden */
    void refuseFor(UUID judge, UUID project) {
        if (hides(judge, project)) {
            throw new Conflict("You are a member of this project and may be asked to judge its answers, so what "
                    + "others decided about them is not handed to you as a whole. ./hone export takes it, or an admin "
                    + "who is no member here; or leave the project's members first.");
        }
    }
}
