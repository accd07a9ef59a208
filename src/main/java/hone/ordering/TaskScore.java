package hone.ordering;

import hone.evaluation.acquisition.AcquisitionScore;
import hone.evaluation.acquisition.ObservedDisagreement;
import hone.evaluation.acquisition.PromptCoverage;
import hone.evaluation.acquisition.RewardVariance;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.review.Spread;
import hone.task.SlotRanks;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much a judgment of a task may tell, from what has been judged so far.
 *
 * @param judgments of the task that stand
 * @param promptJudgments of its prompt, in the same kind of work, counted up to {@link #PROMPT_COUNTED_MAX}
 */
public record TaskScore(int judgments, int promptJudgments, AcquisitionScore terms) {
    /** More of them change the coverage by less than a step of the order: with so many it is an eighth. */
    static final int PROMPT_COUNTED_MAX = 63;

    /** @param rewards (models, answers), of the reward models that have scored all answers */
    static TaskScore of(WorkKind kind, List<Verdict> verdicts, int promptJudgments, double[][] rewards) {
        OptionalDouble disagreement = kind.is(WorkKind.Labor.CHOOSING)
                ? OptionalDouble.of(ObservedDisagreement.of(Spread.distances(verdicts)))
                : OptionalDouble.empty();
        return new TaskScore(
                verdicts.size(),
                promptJudgments,
                new AcquisitionScore(disagreement, PromptCoverage.of(promptJudgments), RewardVariance.of(rewards)));
    }

    int rank() {
        return terms.step(SlotRanks.HIGHEST);
    }
}
