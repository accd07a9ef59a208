package hone.home;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What waits for an admin, across all projects: unanswered questions and answers to pauses, failed stages, models that nobody has decided on. */
@ApplicationScoped
class Duties {
    private static final int SHOWN = 20;
    /** The most that are counted of what waits for an answer. */
    private static final int COUNTED = 500;

    private final Sql sql;

    Duties(Sql sql) {
        this.sql = sql;
    }

    /** @param questions that wait in this project, the oldest of them since {@code since} */
    record Questions(String slug, String project, long questions, Instant since) {}

    /** @param appeals what paused people of this project wrote and nobody has answered */
    record Appeals(String slug, String project, long appeals, Instant since) {}

    /** @param place the page that reports it and where it can be tried again: {@code rounds/3} */
    record Failed(String slug, String project, String place, String what, long number, String reason, Instant at) {}

    /** A model that was made since anybody last decided which one is current. */
    record Decision(String slug, String project, String model, Instant at) {}

    record Waiting(List<Questions> questions, List<Appeals> appeals, List<Failed> failed, List<Decision> decisions) {
        public boolean any() {
            return !questions.isEmpty() || !appeals.isEmpty() || !failed.isEmpty() || !decisions.isEmpty();
        }
    }

    static Waiting none() {
        return new Waiting(List.of(), List.of(), List.of(), List.of());
    }

    Waiting all() {
        return new Waiting(questions(), appeals(), failed(), decisions());
    }

    private List<Questions> questions() {
        return sql.list(
                """
                select p.slug, p.name, count(*) as questions, min(q.asked_at) as since
                from (select version_id, asked_at from guideline_question where answered_at is null
                      order by asked_at limit %d) q
                join guideline_version v on v.id = q.version_id join guideline g on g.id = v.guideline_id
                join project p on p.id = g.project_id
                group by p.id order by min(q.asked_at) limit %d""".formatted(COUNTED, SHOWN),
                c -> new Questions(c.text("slug"), c.text("name"), c.number("questions"), c.time("since")));
    }

    private List<Appeals> appeals() {
        return sql.list(
                """
                select p.slug, p.name, count(*) as appeals, min(a.sent_at) as since
                from (select project_id, sent_at from pause_appeal where decided_at is null order by sent_at limit %d) a
                join project p on p.id = a.project_id
                group by p.id order by min(a.sent_at) limit %d""".formatted(COUNTED, SHOWN),
                c -> new Appeals(c.text("slug"), c.text("name"), c.number("appeals"), c.time("since")));
    }

    /**
     * The newest round if it failed, and the newest run by hand if it failed within a week: anything newer has superseded the
     * failure.
     */
    private List<Failed> failed() {
        return sql.list(
                """
                select p.slug, p.name, f.place, f.what, f.number, f.reason, f.at from project p
                cross join lateral (
                  (select 'rounds/' || rd.number as place, 'round' as what, rd.number, rd.reason, rd.finished_at as at
                   from (select * from round where project_id = p.id order by number desc limit 1) rd
                   where rd.outcome = 'failed')
                  union all
                  (select 'runs/' || r.number, r.kind, r.number, r.reason, r.finished_at
                   from (select * from run where project_id = p.id and round_id is null and kind <> 'score' and not trial
                         order by number desc limit 1) r
                   where r.outcome = 'failed' and r.finished_at > now() - interval '7 days')) f
                order by f.at desc limit %d""".formatted(SHOWN),
                c -> new Failed(
                        c.text("slug"),
                        c.text("name"),
                        c.text("place"),
                        c.text("what"),
                        c.number("number"),
                        c.text("reason"),
                        c.time("at")));
    }

    /** A running round may still make another model, and one that failed needs its stage tried again first. */
    private List<Decision> decisions() {
        return sql.list(
                """
                select p.slug, p.name, m.name as model, m.created_at from project p
                cross join lateral (select id, name, run_id, created_at from model_version
                  where project_id = p.id and kind = 'policy' order by id desc limit 1) m
                join run r on r.id = m.run_id left join round rd on rd.id = r.round_id
                where (rd.id is null or rd.outcome = 'succeeded')
                  and m.created_at > coalesce((select made_at from current_model c where c.project_id = p.id
                                               order by c.sequence desc limit 1), '-infinity')
                order by m.created_at desc limit %d""".formatted(SHOWN),
                c -> new Decision(c.text("slug"), c.text("name"), c.text("model"), c.time("created_at")));
    }
}
