package hone.quiz;

import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the tries of people. */
@ApplicationScoped
public class QuizTries {
    /** More than the rules allow, since admins grant one at a time. */
    private static final int TRIES_MAX = 100;

    private static final int TOLD_MAX = 10;

    /** Those that count for the quiz now. Parameters: the person, the project, the kind, whether by version, and which. */
    private static final String COUNTING =
            "where labeler_id = ? and project_id = ? and kind = ? and (not ? or guideline_version_id = ?) order by id desc limit "
                    + TRIES_MAX;

    private final Sql sql;
    private final Quizzes quizzes;

    QuizTries(Sql sql, Quizzes quizzes) {
        this.sql = sql;
        this.quizzes = quizzes;
    }

    /** Whose quiz. */
    public record Subject(UUID project, WorkKind kind, UUID labeler) {}

    /** Under the newest version of the guideline; empty where there is no quiz, or no guideline yet. */
    public Optional<Standing> standing(Subject who, Instant now) {
        return quizzes.of(who.project(), who.kind())
                .flatMap(quiz -> newest(who)
                        .map(version -> Standing.of(quiz, tries(who, quiz, version), grants(who, quiz, version), now)));
    }

    /** The newest version of the guideline. */
    Optional<UUID> newest(Subject who) {
        return sql.first("""
                        select v.id from guideline u join guideline_version v on v.guideline_id = u.id
                        where u.project_id = ? and u.kind = ? order by v.number desc limit 1""", c -> c.id("id"), who.project(), who.kind().wireName());
    }

    private List<QuizTry> tries(Subject who, Quiz quiz, UUID version) {
        return sql.list(
                "select %s from quiz_try ".formatted(QuizTry.COLUMNS) + COUNTING,
                QuizTry::of,
                who.labeler(),
                who.project(),
                who.kind().wireName(),
                quiz.eachVersion(),
                version);
    }

    private List<Grant> grants(Subject who, Quiz quiz, UUID version) {
        return sql.list(
                "select what, granted_at from quiz_grant " + COUNTING,
                c -> new Grant(Grant.What.named(c.text("what")).orElseThrow(), c.time("granted_at")),
                who.labeler(),
                who.project(),
                who.kind().wireName(),
                quiz.eachVersion(),
                version);
    }

    /** A person's ended tries, newest first, of whatever version. */
    public List<QuizTry> ended(Subject who) {
        return sql.list(
                """
                select %s from quiz_try where labeler_id = ? and project_id = ? and kind = ? and outcome is not null
                order by id desc limit %d""".formatted(QuizTry.COLUMNS, TOLD_MAX),
                QuizTry::of,
                who.labeler(),
                who.project(),
                who.kind().wireName());
    }

    /**
     * What is asked next in a try.
     *
     * @param position of it among all that were drawn
     * @param number as the person counts: one more than they have answered
     * @param seed decides on which side each answer is shown
     */
    public record Next(UUID tryId, UUID version, int position, int number, int of, UUID task, long seed) {}

    /** Of the try that a person is taking; empty where nothing is left to ask. */
    public Optional<Next> next(Subject who, QuizTry open) {
        return sql.first(
                """
                select q.position, q.task_id, q.seed, s.answered, s.all_asked
                from (select * from quiz_question where try_id = ? and labeler_id = ? and found is null and not dropped
                      order by position limit 1) q
                cross join (select count(*) filter (where found is not null) as answered,
                    count(*) filter (where found is not null or not dropped) as all_asked
                  from quiz_question where try_id = ?) s""",
                c -> new Next(
                        open.id(),
                        open.version(),
                        (int) c.number("position"),
                        (int) c.number("answered") + 1,
                        (int) c.number("all_asked"),
                        c.id("task_id"),
                        c.number("seed")),
                open.id(),
                who.labeler(),
                open.id());
    }

    /** What became of a try, for the person whose it was. */
    public record Told(String slug, String project, WorkKind kind, QuizTry.End end) {
        public String outcome() {
            return end.outcome().word();
        }
    }

    /** A person's newest tries in all projects of which they are a member. */
    public List<Told> told(UUID labeler) {
        return sql.list(
                """
                select p.slug, p.name, t.kind, t.outcome, t.ended_at, t.found, t.answered
                from (select x.* from quiz_try x join member m on m.project_id = x.project_id and m.labeler_id = x.labeler_id
                      where x.labeler_id = ? and x.outcome is not null order by x.id desc limit %d) t
                join project p on p.id = t.project_id order by t.id desc""".formatted(TOLD_MAX),
                c -> new Told(
                        c.text("slug"),
                        c.text("name"),
                        WorkKind.of(c.text("kind")),
                        QuizTry.end(c).orElseThrow()),
                labeler);
    }
}
