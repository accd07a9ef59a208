package hone.trainer.rollout;

import java.util.List;
import java.util.function.Function;

/** Says how good a policy's answers are. Training does not depend on whether a learned model or a rule does. */
public interface AnswerScorer {
    /** @return one score for each rollout */
    float[] score(List<Rollout> rollouts);

    /** Scores rows of prompt and whole answer, as reward models read them. */
    static AnswerScorer ofRows(Function<List<int[]>, float[]> scores) {
        return rollouts -> scores.apply(rollouts.stream().map(Rollout::closed).toList());
    }
}
