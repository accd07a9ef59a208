package hone.quizzes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.quiz.Quiz;
import hone.quiz.QuizTries.Next;
import hone.quiz.QuizTries.Subject;
import hone.task.Assignment;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What a quiz asks: which of its tasks a person does not know, and the texts of one. */
@ApplicationScoped
class Questions {
    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
    private static final TypeReference<List<Assignment.Shown>> ANSWERS = new TypeReference<>() {};

    private final Sql sql;

    Questions(Sql sql) {
        this.sql = sql;
    }

    /**
     * A question as it is shown.
     *
     * @param answers in the order that was drawn
     * @param right the one that should be preferred
     */
    record Question(Assignment.Conversation prompt, List<Assignment.Shown> answers, UUID right) {}

    /** The tasks of a quiz, without those whose answer the person set and those that were copied from a task that they had. */
    List<UUID> unknownTo(Subject who) {
        return sql.list(
                """
                select q.task_id from quiz_task q join gold g on g.task_id = q.task_id
                where q.project_id = ? and q.kind = ? and g.retired_at is null and g.set_by <> ?
                  and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = ?)
                order by q.task_id limit %d""".formatted(Quiz.TASKS.max()),
                c -> c.id("task_id"),
                who.project(),
                who.kind().wireName(),
                who.labeler(),
                who.labeler());
    }

    Question of(Next asked) {
        return sql.first(
                        """
                        select p.id, p.messages, g.chosen,
                          (select json_agg(json_build_object('id', w.id, 'text', w.text, 'model_version_id', w.model_version_id)
                               order by uuid_hash_extended(x.answer_id, ?), x.position)
                             from task_answer x join answer w on w.id = x.answer_id where x.task_id = t.id) as answers
                        from task t join prompt p on p.id = t.prompt_id join gold g on g.task_id = t.id where t.id = ?""",
                        c -> new Question(
                                new Assignment.Conversation(c.id("id"), json(c.text("messages"), MESSAGES)),
                                List.copyOf(json(c.text("answers"), ANSWERS)),
                                c.id("chosen")),
                        asked.seed(),
                        asked.task())
                .orElseThrow(() -> new NotFound("task " + asked.task()));
    }

    static <T> T json(String text, TypeReference<T> shape) {
        try {
            return JSON.readValue(text, shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of a task can't be read: " + e.getOriginalMessage(), e);
        }
    }
}
