package hone.quiz;

import hone.quiz.QuizTries.Next;
import hone.quiz.QuizTries.Subject;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person begins a try, answers and ends it. Their membership is locked first, as by whoever hands out work to them: of two tabs one
 * begins, and a try ends once.
 */
@ApplicationScoped
public class TakeQuiz {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sql sql;
    private final Quizzes quizzes;
    private final QuizTries tries;

    TakeQuiz(Sql sql, Quizzes quizzes, QuizTries tries) {
        this.sql = sql;
        this.quizzes = quizzes;
        this.tries = tries;
    }

    /**
     * Begins a try if the person may, and if there is enough to ask them; otherwise nothing changes. A try that was begun and has
     * nothing left to ask is ended.
     *
     * @param tasks that they don't know; their order is drawn here
     * @throws Conflict when the person is not a member
     */
    @Transactional
    public void begin(Subject who, List<UUID> tasks, Instant now) {
        hold(who);
        Optional<UUID> version = tries.newest(who);
        if (version.isEmpty()) {
            return;
        }
        breakOffOlder(who, version.get(), now);
        switch (tries.standing(who, now).orElseGet(Standing.NotRequired::new)) {
            case Standing.Begun begun -> endIfDone(begun.open().id(), now);
            case Standing.MayBegin may -> {
                List<UUID> still = stillThere(tasks);
                if (still.size() >= Quiz.TASKS.min()) {
                    insert(who, version.get(), still, now);
                }
            }
            case Standing.NotRequired none -> {}
            case Standing.Passed passed -> {}
            case Standing.Excused excused -> {}
            case Standing.Waits waits -> {}
            case Standing.NoTriesLeft none -> {}
        }
    }

    /**
     * Takes the answer to what was asked next. What was answered meanwhile stays as it is.
     *
     * @param preferred the answer that they prefer; empty for neither
     * @param found whether that is right
     */
    @Transactional
    public void answer(Subject who, Next asked, Optional<UUID> preferred, boolean found, Instant now) {
        hold(who);
        int taken = sql.run("""
                update quiz_question q set preferred = ?, found = ?, answered_at = ? from quiz_try t
                where q.try_id = ? and q.position = ? and q.labeler_id = ? and q.found is null and not q.dropped
                  and t.id = q.try_id and t.outcome is null""", preferred.orElse(null), found, now, asked.tryId(), asked.position(), who.labeler());
        if (taken == 1) {
            endIfDone(asked.tryId(), now);
        }
    }

    private void hold(Subject who) {
        boolean member = sql.first(
                        "select 1 as one from member where project_id = ? and labeler_id = ? for no key update",
                        c -> true,
                        who.project(),
                        who.labeler())
                .isPresent();
        if (!member) {
            throw new Conflict(
                    "A quiz is for members of the project, and you are not one of them. Nothing was changed. An admin can add you under People.");
        }
    }

    /** Where each version of the guideline asks for the quiz, a try that was begun under an older one leads nowhere. */
    private void breakOffOlder(Subject who, UUID version, Instant now) {
        if (quizzes.of(who.project(), who.kind()).filter(Quiz::eachVersion).isPresent()) {
            sql.run("""
                    update quiz_try set outcome = 'broken-off', ended_at = ?
                    where project_id = ? and kind = ? and labeler_id = ? and outcome is null and guideline_version_id <> ?""", now, who.project(), who.kind().wireName(), who.labeler(), version);
        }
    }

    /** Whoever takes one of them out of the quiz waits until the try is there. */
    private List<UUID> stillThere(List<UUID> tasks) {
        return sql.list(
                "select task_id from quiz_task where task_id = any (?) order by task_id for key share",
                c -> c.id("task_id"),
                (Object) tasks.toArray(UUID[]::new));
    }

    private void insert(Subject who, UUID version, List<UUID> tasks, Instant now) {
        UUID id = Uuid7.next();
        sql.run("""
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at)
                select ?, q.project_id, q.kind, ?, ?, q.pass_percent, ? from quiz q where q.project_id = ? and q.kind = ?""", id, who.labeler(), version, now, who.project(), who.kind().wireName());
        List<UUID> drawn = new ArrayList<>(tasks);
        Collections.shuffle(drawn, RANDOM);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (UUID task : drawn) {
            rows.add(new @Nullable Object[] {id, rows.size() + 1, task, who.labeler(), RANDOM.nextLong()});
        }
        sql.runAll(
                "insert into quiz_question (try_id, position, task_id, labeler_id, seed) values (?, ?, ?, ?, ?)", rows);
    }

    private void endIfDone(UUID id, Instant now) {
        sql.run("""
                update quiz_try t set ended_at = ?, found = s.found, answered = s.answered,
                  outcome = case when s.answered = 0 then 'broken-off'
                    when 100 * s.found >= t.pass_percent * s.answered then 'passed' else 'failed' end
                from (select count(*) filter (where found) as found, count(*) filter (where found is not null) as answered,
                        count(*) filter (where found is null and not dropped) as left_to_ask
                      from quiz_question where try_id = ?) s
                where t.id = ? and t.outcome is null and s.left_to_ask = 0""", now, id, id);
    }
}
