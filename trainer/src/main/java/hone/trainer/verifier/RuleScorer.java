package hone.trainer.verifier;

import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.Rollout;
import hone.trainer.tokenizer.Tokenizer;
import java.util.List;

/** Scores 1 for a right answer and 0 for another. */
public record RuleScorer(Rule rule, Tokenizer tokenizer) implements AnswerScorer {
    @Override
    public float[] score(List<Rollout> rollouts) {
        float[] scores = new float[rollouts.size()];
        for (int i = 0; i < scores.length; i++) {
            Rollout one = rollouts.get(i);
            scores[i] = rule.isRight(one.prompt(), tokenizer.decode(one.answer())) ? 1 : 0;
        }
        return scores;
    }
}
