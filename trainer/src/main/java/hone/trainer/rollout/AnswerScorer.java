package hone.trainer.rollout;

import java.util.List;

/** Says how good a policy's answers are. Training does not depend on whether a learned model or a rule does. */
public interface AnswerScorer {
    /** @return one score for each rollout */
    float[] score(List<Rollout> rollouts);
}
