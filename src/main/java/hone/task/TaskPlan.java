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
                Character.digit(promptSha256.charAt(0), 16) % 2 == 0 ? rankings(answers, rankingSize) : pairs(answers);
        };
    }

    /**
     * Rankings, and a comparison of what is left. No answer stands in two tasks, so no two judgments share a side; and none is
     * left without a task, but for the fourth of four where a ranking holds three.
     */
    private static List<TaskPlan> rankings(List<Answer> answers, int size) {
        List<TaskPlan> plans = new ArrayList<>();
        int from = 0;
        while (answers.size() - from >= 2) {
            int left = answers.size() - from;
            int taken = Math.min(size, left);
            boolean oneAlone = left - taken == 1;
            taken -= oneAlone && (taken > 3 || from > 0) ? 1 : 0;
            WorkKind kind = taken == 2 ? WorkKind.COMPARISON : WorkKind.RANKING;
            plans.add(new TaskPlan(kind, answers.subList(from, from + taken)));
            from += taken;
        }
        return plans;
    }

    /** First with second, third with fourth; of an odd number the last three are ranked. */
    private static List<TaskPlan> pairs(List<Answer> answers) {
        List<TaskPlan> plans = new ArrayList<>();
        int paired = answers.size() % 2 == 0 ? answers.size() : answers.size() - 3;
        for (int i = 0; i < paired; i += 2) {
            plans.add(new TaskPlan(WorkKind.COMPARISON, answers.subList(i, i + 2)));
        }
        if (paired < answers.size()) {
            plans.add(new TaskPlan(WorkKind.RANKING, answers.subList(paired, answers.size())));
        }
        return plans;
    }
}
