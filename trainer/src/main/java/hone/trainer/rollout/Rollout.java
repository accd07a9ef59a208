package hone.trainer.rollout;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.sampling.Generation;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt and the answer that the policy sampled for it.
 *
 * @param prompt what was asked
 * @param tokens prompt and answer, with the end token if there is one
 * @param questionTokens where the answer begins; above 0
 * @param closed the same, always with an end token: what is scored
 */
public record Rollout(DatasetPrompt prompt, int[] tokens, int questionTokens, boolean ended, int[] closed) {
    public static Rollout of(DatasetPrompt prompt, List<Integer> question, Generation.Row answer, int endId) {
        int[] closed = answer.after(question, endId);
        int length = question.size() + answer.ids().size();
        return new Rollout(prompt, Arrays.copyOf(closed, length), question.size(), answer.ended(), closed);
    }

    /** The ids of the answer, with its end token if it has one. */
    public List<Integer> answer() {
        return Arrays.stream(tokens, questionTokens, tokens.length).boxed().toList();
    }

    public int answerTokens() {
        return tokens.length - questionTokens;
    }
}
