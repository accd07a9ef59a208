package hone.quizzes;

import hone.kind.WorkKind;
import hone.project.ProjectSettings.Bounds;
import hone.quiz.Feedback;
import hone.quiz.Quiz;
import hone.web.Complaints;
import hone.web.Typed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The settings of a quiz as they are shown in its form, stored or typed; what is typed stays as it is until it is accepted. */
record QuizForm(
        WorkKind kind,
        boolean required,
        String passPercent,
        String tries,
        String waitDays,
        boolean eachVersion,
        String feedback,
        Set<String> picked) {
    static QuizForm of(Quiz quiz, List<UUID> tasks) {
        return new QuizForm(
                quiz.kind(),
                quiz.required(),
                Integer.toString(quiz.passPercent()),
                Integer.toString(quiz.triesMax()),
                Integer.toString(quiz.waitDays()),
                quiz.eachVersion(),
                quiz.feedback().word(),
                new HashSet<>(tasks.stream().map(UUID::toString).toList()));
    }

    static QuizForm sent(WorkKind kind, Map<String, List<String>> fields) {
        return new QuizForm(
                kind,
                fields.containsKey("required"),
                first(fields, "passPercent"),
                first(fields, "tries"),
                first(fields, "waitDays"),
                fields.containsKey("eachVersion"),
                first(fields, "feedback"),
                new HashSet<>(fields.getOrDefault("task", List.of()).stream()
                        .map(Typed::line)
                        .toList()));
    }

    Quiz quiz(UUID project, Complaints.Collector complaints) {
        return new Quiz(
                project,
                kind,
                required,
                whole(passPercent, "passPercent", Quiz.PASS_PERCENT, complaints),
                whole(tries, "tries", Quiz.TRIES, complaints),
                whole(waitDays, "waitDays", Quiz.WAIT_DAYS, complaints),
                eachVersion,
                complaints.need(
                        Feedback.named(feedback), "feedback", "Choose what people read after a try.", Feedback.MARK));
    }

    private static int whole(String typed, String field, Bounds bounds, Complaints.Collector complaints) {
        return complaints.need(Typed.whole(typed, bounds.min(), bounds.max()), field, bounds.sentence(), bounds.max());
    }

    private static String first(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .findFirst()
                .map(Typed::line)
                .orElse("");
    }
}
