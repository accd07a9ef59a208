package hone.talk;

import hone.audit.Audit;
import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.Project;
import hone.task.TaskMaker;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.Sql;
import hone.web.TextLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person thinks of an answer. A thumb down makes a correction task of the conversation, once and in the same
 * transaction: the thumb's row decides. Up may become down; down stays, because somebody may already be correcting the answer.
 */
@ApplicationScoped
class GiveThumb {
    static final int REASON_CHARACTERS_MAX = TextLimits.SENTENCE;

    private final Sql sql;
    private final Prompt.Repo prompts;
    private final Answer.Repo answers;
    private final TaskMaker tasks;
    private final Audit audit;

    GiveThumb(Sql sql, Prompt.Repo prompts, Answer.Repo answers, TaskMaker tasks, Audit audit) {
        this.sql = sql;
        this.prompts = prompts;
        this.answers = answers;
        this.tasks = tasks;
        this.audit = audit;
    }

    @Transactional
    void give(Project project, Talk talk, int number, String thumb, String reason, UUID by, Instant now) {
        Talk.Turn turn = talk.turn(number);
        if (!thumb.equals("up") && !thumb.equals("down")) {
            throw Invalid.field("thumb", "A thumb is up or down. Nothing was stored.");
        }
        if (reason.length() > REASON_CHARACTERS_MAX) {
            throw Invalid.field("reason", "At most " + REASON_CHARACTERS_MAX + " characters. Nothing was stored yet.");
        }
        if (!turn.rateable()) {
            throw new Conflict("This answer is not complete, so it can't be judged. Nothing was stored.");
        }
        int changed = sql.run("""
                insert into talk_feedback (talk_id, number, thumb, reason, given_by, given_at) values (?, ?, ?, ?, ?, ?)
                on conflict (talk_id, number) do update
                set thumb = excluded.thumb, reason = excluded.reason, given_at = excluded.given_at
                where talk_feedback.thumb = 'up' and excluded.thumb = 'down'""", talk.id(), number, thumb, reason, by, now);
        if (changed == 1 && thumb.equals("down")) {
            askForCorrection(project, talk, turn, reason, by, now);
        }
    }

    private void askForCorrection(Project project, Talk talk, Talk.Turn turn, String reason, UUID by, Instant now) {
        Prompt prompt = prompts.kept(project.id, talk.before(turn), now);
        Answer answer = Answer.shipped(
                prompt.id,
                turn.response(),
                turn.modelId().orElseThrow(),
                turn.sampling().seed(),
                turn.sampling().temperature(),
                turn.sampling().topP(),
                turn.state() == Talk.State.ENDED,
                now);
        answers.persistAndFlush(answer);
        String origin = talk.id() + "/" + turn.number();
        tasks.correct(
                project.id,
                new TaskMaker.BadAnswer(prompt.id, answer.id, turn.modelId()),
                TaskMaker.Origin.FEEDBACK,
                origin,
                now);
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                "talk.thumb-down",
                origin,
                Map.of("model", turn.model().orElse(""), "reason", reason),
                now);
    }
}
