package hone.trainer.ppo;

import hone.trainer.sampling.Generation;
import java.util.List;

/**
 * A prompt and the answer that the policy sampled for it.
 *
 * @param tokens prompt and answer, with the end token if there is one
 * @param questionTokens where the answer begins; above 0
 * @param closed the same, always with an end token: what is scored
 */
record Rollout(int[] tokens, int questionTokens, boolean ended, int[] closed) {
    static Rollout of(List<Integer> question, Generation.Row answer, int endId) {
        int[] closed = answer.after(question, endId);
        int length = question.size() + answer.ids().size();
        return new Rollout(java.util.Arrays.copyOf(closed, length), question.size(), answer.ended(), closed);
    }

    int answerTokens() {
        return tokens.length - questionTokens;
    }
}
