package hone.home;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What one person asked about guidelines: the answers of the last two weeks, and what still waits for one. */
@ApplicationScoped
class MyQuestions {
    private static final int SHOWN = 5;
    /** The most questions of one person that are looked at. */
    private static final int LOOKED_AT = 100;

    private final Sql sql;

    MyQuestions(Sql sql) {
        this.sql = sql;
    }

    /** @param answeredAt empty while it waits */
    record MyQuestion(
            UUID id,
            String slug,
            String project,
            String text,
            Optional<String> answer,
            Instant at,
            Optional<Instant> answeredAt) {
        public String address() {
            return "/p/" + slug + "/guidelines/questions#q-" + id;
        }

        /** How a list marks it. */
        public String mark() {
            return answer.isPresent() ? "done" : "todo";
        }

        public String answerText() {
            return answer.orElse("");
        }

        /** When it was answered; while it waits, when it was asked. */
        public Instant lastAt() {
            return answeredAt.orElse(at);
        }
    }

    /** Answered questions first, the newest on top. */
    List<MyQuestion> of(UUID labeler) {
        return sql.list(
                """
                select q.id, p.slug, p.name, q.text, q.answer, q.asked_at, q.answered_at
                from (select * from guideline_question where labeler_id = ? order by asked_at desc limit %d) q
                join guideline_version v on v.id = q.version_id join guideline g on g.id = v.guideline_id
                join project p on p.id = g.project_id
                where (q.answered_at is null or q.answered_at > now() - interval '14 days')
                  -- Looked up on its own: with a join, a plan may go through all members of the project.
                  and (select 1 from member m where m.project_id = p.id and m.labeler_id = q.labeler_id) is not null
                order by q.answered_at desc nulls last, q.asked_at desc limit %d""".formatted(LOOKED_AT, SHOWN),
                c -> new MyQuestion(
                        c.id("id"),
                        c.text("slug"),
                        c.text("name"),
                        c.text("text"),
                        c.maybeText("answer"),
                        c.time("asked_at"),
                        c.maybeTime("answered_at")),
                labeler);
    }
}
