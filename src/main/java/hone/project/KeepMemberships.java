package hone.project;

import hone.labeler.NameGivenUp;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whoever was added to projects under a name stays a member of them when another row turns out to be that person. */
@ApplicationScoped
class KeepMemberships {
    private final Sql sql;

    KeepMemberships(Sql sql) {
        this.sql = sql;
    }

    void onGivenUp(@Observes NameGivenUp name) {
        sql.run("""
                insert into member (project_id, labeler_id, added_by, added_at)
                select project_id, ?, added_by, added_at from member where labeler_id = ? on conflict do nothing""", name.person(), name.waiting());
        sql.run("delete from member where labeler_id = ?", name.waiting());
    }
}
