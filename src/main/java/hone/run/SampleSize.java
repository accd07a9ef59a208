package hone.run;

import hone.contract.GrpoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RunEvent.EvaluationReported;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many rows, pairs or answers a number was measured on, as far as the trainer reported it. */
final class SampleSize {
    private SampleSize() {}

    /** For a number of an evaluation: the counts are reported beside it, under names of their own. */
    static Optional<Long> of(String name, EvaluationReported told) {
        Map<String, Double> numbers = told.metrics();
        if (name.equals("loss")) {
            return told.rows()
                    .map(List::size)
                    .map(Integer::longValue)
                    .or(() -> count(numbers, "rows"))
                    .or(() -> count(numbers, "groups"));
        }
        if (name.equals("accuracy") || name.startsWith("accuracy/")) {
            return count(numbers, "pairs" + name.substring("accuracy".length()));
        }
        if (name.startsWith("people/")) {
            return count(numbers, "people/pairs");
        }
        return name.startsWith("score/") ? count(numbers, "samples") : Optional.empty();
    }

    /** For a number of a training step: PPO and GRPO measure the answers that they sample for the step. */
    static Optional<Long> of(String name, Recipe recipe) {
        boolean ofAnswers = name.startsWith("objective/") || name.startsWith("response/");
        if (ofAnswers && recipe instanceof PpoRecipe ppo) {
            return Optional.of((long) ppo.rollouts().rolloutsPerIteration());
        }
        return ofAnswers && recipe instanceof GrpoRecipe grpo
                ? Optional.of((long) grpo.rollouts().rolloutsPerIteration())
                : Optional.empty();
    }

    private static Optional<Long> count(Map<String, Double> numbers, String name) {
        return Optional.ofNullable(numbers.get(name)).filter(Double::isFinite).map(Math::round);
    }
}
