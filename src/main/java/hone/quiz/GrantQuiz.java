package hone.quiz;

import hone.audit.Audit;
import hone.quiz.QuizTries.Subject;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An admin grants a person one more try at once, or lets them work without the quiz. */
@ApplicationScoped
public class GrantQuiz {
    private final Sql sql;
    private final QuizTries tries;
    private final Audit audit;

    GrantQuiz(Sql sql, QuizTries tries, Audit audit) {
        this.sql = sql;
        this.tries = tries;
        this.audit = audit;
    }

    /** @throws Conflict when it would change nothing, or the person is not a member */
    @Transactional
    public void grant(Subject who, Grant.What what, UUID by, Instant now) {
        boolean member = sql.first(
                        "select 1 as one from member where project_id = ? and labeler_id = ? for no key update",
                        c -> true,
                        who.project(),
                        who.labeler())
                .isPresent();
        if (!member) {
            throw new Conflict("They are not a member of this project. Nothing was changed.");
        }
        Standing standing = tries.standing(who, now).orElseGet(Standing.NotRequired::new);
        Optional<String> needless = needless(standing, what);
        if (needless.isPresent()) {
            throw new Conflict(needless.get() + " Nothing was changed.");
        }
        UUID version = tries.newest(who).orElseThrow();
        sql.run("""
                insert into quiz_grant (id, project_id, kind, labeler_id, guideline_version_id, what, granted_by, granted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""", Uuid7.next(), who.project(), who.kind().wireName(), who.labeler(), version, what.word(), by, now);
        audit.note(
                Optional.of(by),
                Optional.of(who.project()),
                what == Grant.What.TRY ? "quiz.try-granted" : "quiz.excused",
                who.labeler().toString(),
                Map.of("kind", who.kind().wireName()),
                now);
    }

    private static Optional<String> needless(Standing standing, Grant.What what) {
        return switch (standing) {
            case Standing.NotRequired none -> Optional.of("This work is handed out without a quiz.");
            case Standing.Passed passed -> Optional.of("They have passed already.");
            case Standing.Excused excused -> Optional.of("They work without the quiz already.");
            case Standing.Begun begun ->
                what == Grant.What.TRY ? Optional.of("They are taking the quiz now.") : Optional.empty();
            case Standing.MayBegin may ->
                what == Grant.What.TRY ? Optional.of("They may take the quiz now.") : Optional.empty();
            case Standing.Waits waits -> Optional.empty();
            case Standing.NoTriesLeft none -> Optional.empty();
        };
    }
}
