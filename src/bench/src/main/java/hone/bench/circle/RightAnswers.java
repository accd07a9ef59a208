package hone.bench.circle;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Preference;
import hone.bench.world.Prompt;
import hone.evaluation.WinRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How often a model answers questions that have a right answer, a share for each prompt: it may have answered several times. */
public final class RightAnswers {
    private static final double RIGHT_FROM = 2.5;
    private static final Map<String, Class<? extends Prompt>> KINDS =
            Map.of("facts", Prompt.Fact.class, "sums", Prompt.Sum.class);

    private RightAnswers() {}

    static boolean isRight(Prompt prompt, Answer answer) {
        return Preference.score(prompt, answer) >= RIGHT_FROM;
    }

    /** @param answers the same number for each prompt, side by side */
    public static List<Double> shares(Class<? extends Prompt> kind, List<Prompt> prompts, List<Answer> answers) {
        int each = answers.size() / prompts.size();
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            if (kind.isInstance(prompt)) {
                shares.add(answers.subList(i * each, (i + 1) * each).stream()
                        .mapToInt(answer -> isRight(prompt, answer) ? 1 : 0)
                        .average()
                        .orElseThrow());
            }
        }
        return shares;
    }

    /** {@code right_sums_…} and {@code right_facts_…}, with intervals by the bootstrap over prompts. */
    public static void print(
            Figures figures,
            String bench,
            String caseName,
            String model,
            List<Prompt> prompts,
            List<Answer> answers,
            long seed) {
        KINDS.forEach((name, kind) -> {
            List<Double> shares = shares(kind, prompts, answers);
            String metric = "right_" + name + "_" + model;
            figures.print(
                    shares.isEmpty()
                            ? Figure.failed(bench, caseName, metric, "there are no such prompts")
                            : Figure.of(bench, caseName, metric, WinRate.of(shares, seed)));
        });
    }
}
