package hone.task;

import hone.conversation.Answer;
import hone.kind.WorkKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task to be made: its kind and the answers it is about. */
record TaskPlan(WorkKind kind, List<Answer.Key> answers) {
    private static final int RATED_TOGETHER_MAX = 4;

    TaskPlan {
        answers = List.copyOf(answers);
    }

    /**
     * What to ask about a prompt, of the kinds that its project asks for. Answers with the same text count as one: nobody can
     * prefer a text to itself. Answers are compared and ranked if that is asked for and there are enough of them; otherwise
     * each is corrected; and where none of this is asked for or possible, somebody writes the answer. Ratings come on top of
     * that.
     *
     * @param rankingSize how many answers one ranking holds at most
     * @param promptSha256 decides between a ranking and pairs, so that repeating gives the same result and both are asked
     * equally often
     */
    static List<TaskPlan> of(List<Answer.Key> given, Set<WorkKind> asked, int rankingSize, String promptSha256) {
        Map<String, Answer.Key> byText = new LinkedHashMap<>();
        given.forEach(answer -> byText.putIfAbsent(answer.textSha256(), answer));
        List<Answer.Key> answers = List.copyOf(byText.values());
        List<TaskPlan> chosen = chosen(answers, asked, rankingSize, promptSha256);
        boolean corrected = chosen.isEmpty() && !answers.isEmpty() && asked.contains(WorkKind.CORRECTION);
        List<TaskPlan> plans = new ArrayList<>(chosen);
        for (WorkKind kind : asked) {
            plans.addAll(
                    switch (kind) {
                        case COMPARISON, RANKING -> List.of();
                        case RATING -> rated(kind, answers);
                        case CORRECTION -> corrected ? oneEach(kind, answers) : List.of();
                        case DEMONSTRATION ->
                            chosen.isEmpty() && !corrected ? List.of(new TaskPlan(kind, List.of())) : List.of();
                    });
        }
        return List.copyOf(plans);
    }

    private static List<TaskPlan> oneEach(WorkKind kind, List<Answer.Key> answers) {
        return answers.stream()
                .map(answer -> new TaskPlan(kind, List.of(answer)))
                .toList();
    }

    /** In addition to anything else that is asked about them: answers rated one by one share no side with a pair. */
    private static List<TaskPlan> rated(WorkKind kind, List<Answer.Key> answers) {
        List<TaskPlan> plans = new ArrayList<>();
        for (int from = 0; from < answers.size(); from += RATED_TOGETHER_MAX) {
            int to = Math.min(answers.size(), from + RATED_TOGETHER_MAX);
            plans.add(new TaskPlan(kind, answers.subList(from, to)));
        }
        return plans;
    }

    /** Comparisons and rankings. No answer is in two tasks, so no two judgments share a side. */
    private static List<TaskPlan> chosen(
            List<Answer.Key> answers, Set<WorkKind> asked, int rankingSize, String promptSha256) {
        if (answers.size() < 2) {
            return List.of();
        }
        boolean compared = asked.contains(WorkKind.COMPARISON);
        boolean ranked = asked.contains(WorkKind.RANKING);
        if (!ranked) {
            // If the number is odd, the last one is left out.
            return compared ? pairs(answers.subList(0, answers.size() - answers.size() % 2)) : List.of();
        }
        if (!compared) {
            return rankings(answers, rankingSize).stream()
                    .filter(plan -> plan.kind() == WorkKind.RANKING)
                    .toList();
        }
        return switch (answers.size()) {
            case 2 -> List.of(new TaskPlan(WorkKind.COMPARISON, answers));
            case 3 -> List.of(new TaskPlan(WorkKind.RANKING, answers));
            default ->
                Character.digit(promptSha256.charAt(0), 16) % 2 == 0 ? rankings(answers, rankingSize) : pairs(answers);
        };
    }

    /**
     * Rankings, and a comparison of what is left; no answer is left without a task, except the fourth of four when a ranking
     * holds three.
     */
    private static List<TaskPlan> rankings(List<Answer.Key> answers, int size) {
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

    /** First with second, third with fourth; if the number is odd, the last three are ranked. */
    private static List<TaskPlan> pairs(List<Answer.Key> answers) {
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
