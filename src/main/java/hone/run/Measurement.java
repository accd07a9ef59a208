package hone.run;

import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.RunEvent.EvaluationReported;
import hone.contract.RunEvent.StepReported;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One number that the trainer measured.
 *
 * @param split {@link #TRAIN}, or the name of an evaluation
 * @param name the trainer's own
 * @param n the number of rows, pairs or answers it was measured on; empty if not reported
 */
public record Measurement(String split, long step, String name, double value, Optional<Long> n) {
    /** Over the steps of training. */
    public static final String TRAIN = "train";

    /** On rows that training never sees. */
    public static final String HELD_OUT = "held-out";

    /** Of the answers that best of n took; it learns from them. */
    public static final String TAKEN = "best-of-n";

    /** The numbers in a run's event, without values that are not finite. */
    public static List<Measurement> of(Recipe recipe, RunEvent event) {
        return switch (event) {
            case StepReported told -> of(TRAIN, told.step(), told.metrics(), name -> SampleSize.of(name, recipe));
            case EvaluationReported told ->
                of(told.name(), told.step(), told.metrics(), name -> SampleSize.of(name, told));
            case RunEvent.RunStarted none -> List.of();
            case RunEvent.AnswersSampled none -> List.of();
            case RunEvent.AnswersScored none -> List.of();
            case RunEvent.CheckpointSaved none -> List.of();
            case RunEvent.RolledBack none -> List.of();
            case RunEvent.RunSucceeded none -> List.of();
            case RunEvent.RunFailed none -> List.of();
            case RunEvent.RunStopped none -> List.of();
        };
    }

    private static List<Measurement> of(
            String split, long step, Map<String, Double> numbers, Function<String, Optional<Long>> n) {
        return numbers.entrySet().stream()
                // PostgreSQL's text can't hold the character U+0000.
                .filter(number ->
                        Double.isFinite(number.getValue()) && number.getKey().indexOf('\0') < 0)
                .map(number ->
                        new Measurement(split, step, number.getKey(), number.getValue(), n.apply(number.getKey())))
                .toList();
    }
}
