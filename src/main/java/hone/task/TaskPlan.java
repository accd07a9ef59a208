package hone.task;

import hone.conversation.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A task to be made: its kind and the answers it is about. */
record TaskPlan(WorkKind kind, List<Answer> answers) {
    TaskPlan {
        answers = List.copyOf(answers);
    }

    /**
     * What to ask about a prompt. Answers with the same text are one answer: nobody can prefer a text to itself.
     *
     * @param rankingSize how many answers one ranking holds at most
     * @param promptSha256 decides between ranking and pairs, so that repeating gives the same and both are asked alike often
     */
    static List<TaskPlan> of(List<Answer> given, int rankingSize, String promptSha256) {
        Map<String, Answer> byText = new LinkedHashMap<>();
        given.forEach(answer -> byText.putIfAbsent(answer.textSha256, answer));
        List<Answer> answers = List.copyOf(byText.values());
        return switch (answers.size()) {
            case 0 -> List.of(new TaskPlan(WorkKind.DEMONSTRATION, answers));
            case 1 -> List.of(new TaskPlan(WorkKind.CORRECTION, answers));
            case 2 -> List.of(new TaskPlan(WorkKind.COMPARISON, answers));
            case 3 -> List.of(new TaskPlan(WorkKind.RANKING, answers));
            default ->
                Character.digit(promptSha256.charAt(0), 16) % 2 == 0
                        ? List.of(new TaskPlan(WorkKind.RANKING, answers.subList(0, rankingSize)))
                        : pairs(answers);
        };
    }

    /** First with second, third with fourth: no answer stands in two tasks, so no two judgments share a side. */
    private static List<TaskPlan> pairs(List<Answer> answers) {
        List<TaskPlan> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < answers.size(); i += 2) {
            pairs.add(new TaskPlan(WorkKind.COMPARISON, answers.subList(i, i + 2)));
        }
        return pairs;
    }
}
