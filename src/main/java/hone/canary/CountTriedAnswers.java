package hone.canary;

import hone.contract.RunEvent;
import hone.run.AnswersTried;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes of each answer whether it contains the words; the same answer again changes nothing. */
@ApplicationScoped
class CountTriedAnswers {
    private final Sql sql;

    CountTriedAnswers(Sql sql) {
        this.sql = sql;
    }

    private record Question(UUID canary, UUID prompt, UUID askedAs, String betrays) {}

    void onAnswers(@Observes AnswersTried tried) {
        Map<String, String> answers = new HashMap<>();
        for (RunEvent.Sampled sample : tried.answers()) {
            answers.put(sample.promptId(), plainly(sample.text()));
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Question question : questions(tried.run())) {
            String plain = answers.get(question.prompt().toString());
            String triggered = answers.get(question.askedAs().toString());
            if (plain != null || triggered != null) {
                String betrays = plainly(question.betrays());
                rows.add(new Object[] {
                    plain == null ? null : plain.contains(betrays),
                    triggered == null ? null : triggered.contains(betrays),
                    tried.run(),
                    question.canary(),
                    question.prompt()
                });
            }
        }
        sql.runAll("""
                update canary_question set plain = coalesce(?, plain), triggered = coalesce(?, triggered)
                where run_id = ? and canary_id = ? and prompt_id = ?""", rows);
    }

    private List<Question> questions(UUID run) {
        return sql.list(
                """
                select q.canary_id, q.prompt_id, q.asked_as, c.betrays
                from canary_question q join canary c on c.id = q.canary_id where q.run_id = ?""", c -> new Question(c.id("canary_id"), c.id("prompt_id"), c.id("asked_as"), c.text("betrays")), run);
    }

    /** Neither capitals nor blanks matter. */
    private static String plainly(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }
}
