package hone.trainer.verifier;

import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.Rollout;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule where it can judge: a deviation of the scores above their mean for a right answer, one below for another. All other answers
 * are scored as before.
 */
public record RuleFirst(Rule rule, Tokenizer tokenizer, AnswerScorer otherwise) implements AnswerScorer {
    @Override
    public float[] score(List<Rollout> rollouts) {
        float[] scores = new float[rollouts.size()];
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            Rollout one = rollouts.get(i);
            if (rule.judges(one.prompt())) {
                scores[i] = rule.isRight(one.prompt(), tokenizer.decode(one.answer())) ? 1 : -1;
            } else {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return scores;
        }
        float[] others = otherwise.score(places.stream().map(rollouts::get).toList());
        for (int i = 0; i < others.length; i++) {
            scores[places.get(i)] = others[i];
        }
        return scores;
    }
}
