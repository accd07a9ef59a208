package hone.trainer.ppo;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The reward of each token of an answer: −β KL everywhere, plus the answer's score at its last token. Source: Ziegler et al.
 * 2019, arXiv 1909.08593, eq. 2; Ouyang et al. 2022, arXiv 2203.02155, section 3.5. TRL's last PPOTrainer put the score one
 * position after the end; we do not.
 */
public final class TokenRewards {
    private TokenRewards() {}

    /** −β KL per token. */
    public static Tensor nonScore(Tensor kl, double coefficient) { // (B, T) → (B, T)
        return kl.mul(new Scalar(-coefficient));
    }

    /** The score, minus the penalty for an answer that was cut off by the limit. */
    public static Tensor penalised(Tensor scores, Tensor ended, double missingEndPenalty) { // (B), (B) of 1 and 0 → (B)
        return scores.sub(ended.neg().add(new Scalar(1.0)).mul(new Scalar(missingEndPenalty)));
    }

    /** Adds each score to the last real token of its row. Real tokens are the first ones of a row. */
    public static Tensor withScores(Tensor nonScore, Tensor scores, Tensor mask) { // (B, T), (B), (B, T) → (B, T)
        Tensor last = mask.sum(1).sub(new Scalar(1.0)).to(ScalarType.Long).unsqueeze(1); // (B, 1)
        return nonScore.scatter_add(1, last, scores.unsqueeze(1));
    }
}
