package hone.quizzes;

import com.fasterxml.jackson.core.type.TypeReference;
import hone.contract.Message;
import hone.quiz.Feedback;
import hone.quiz.QuizTries.Subject;
import hone.quiz.QuizTry;
import hone.task.Assignment;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person answered in a try that has ended, and why something else was right.
 *
 * @param number as they counted the tasks of that try
 * @param answers on the sides on which they saw them
 * @param preferred empty where they preferred neither
 */
record Answered(
        int number,
        Assignment.Conversation prompt,
        List<Assignment.Shown> answers,
        Optional<UUID> preferred,
        UUID right,
        boolean found,
        Optional<String> explanation) {
    /** One of the two answers, as a person saw it. */
    record Card(String letter, String text, boolean preferred, boolean right) {}

    public List<Card> cards() {
        List<Card> cards = new ArrayList<>();
        for (Assignment.Shown answer : answers) {
            cards.add(new Card(
                    Character.toString('A' + cards.size()),
                    answer.text(),
                    preferred.filter(answer.id()::equals).isPresent(),
                    answer.id().equals(right)));
        }
        return List.copyOf(cards);
    }

    /** Empty where they preferred neither. */
    public String preferredLetter() {
        return cards().stream()
                .filter(Card::preferred)
                .map(Card::letter)
                .findFirst()
                .orElse("");
    }

    public String rightLetter() {
        return cards().stream()
                .filter(Card::right)
                .map(Card::letter)
                .findFirst()
                .orElse("");
    }

    @ApplicationScoped
    static class Query {
        private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
        private static final TypeReference<List<Assignment.Shown>> ANSWERS = new TypeReference<>() {};

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /**
         * Those that may be shown, in their order. What is gold no more is left out, since its answer may have been the mistake; so is
         * a task whose original may still come to the person as work.
         */
        List<Answered> of(Subject who, QuizTry ended, Feedback feedback) {
            Optional<QuizTry.Outcome> outcome = ended.end().map(QuizTry.End::outcome);
            if (outcome.filter(feedback::explainsMistakes).isEmpty()) {
                return List.of();
            }
            return sql.list(
                    """
                    select q.number, q.preferred, q.found, g.chosen, g.explanation, p.id, p.messages,
                      (select json_agg(json_build_object('id', w.id, 'text', w.text, 'model_version_id', w.model_version_id)
                           order by uuid_hash_extended(x.answer_id, q.seed), x.position)
                       from task_answer x join answer w on w.id = x.answer_id where x.task_id = q.task_id) as answers
                    from (select *, row_number() over (order by position) as number from quiz_question
                          where try_id = ? and labeler_id = ? and found is not null) q
                    cross join lateral (select * from gold where task_id = q.task_id and retired_at is null offset 0) g
                    cross join lateral (select prompt_id from task where id = q.task_id offset 0) t
                    cross join lateral (select id, messages from prompt where id = t.prompt_id offset 0) p
                    where (? or not q.found and g.explanation is not null) and not may_come_to(?, g.source_id)
                    order by q.number""", Query::answered, ended.id(), who.labeler(), feedback.showsAll(outcome.get()), who.labeler());
        }

        private static Answered answered(Sql.Cells c) throws SQLException {
            return new Answered(
                    (int) c.number("number"),
                    new Assignment.Conversation(c.id("id"), Questions.json(c.text("messages"), MESSAGES)),
                    List.copyOf(Questions.json(c.text("answers"), ANSWERS)),
                    c.maybeId("preferred"),
                    c.id("chosen"),
                    c.flag("found"),
                    c.maybeText("explanation"));
        }
    }
}
