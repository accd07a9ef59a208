package hone.trainer.kto;

import static org.bytedeco.pytorch.global.torch.sigmoid;

import hone.contract.KtoSettings;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of single answers: λ_D (1 − σ(r − z)) for those that people want, λ_U (1 − σ(z − r)) for those that they don't, with r =
 * β log π/ref of the answer and z = β KL(π ‖ ref). Source: Ethayarajh et al. 2024, arXiv 2402.01306, eq. 8; TRL's KTOTrainer.
 *
 * @param losses one for each answer (B), with a gradient
 * @param rewards r (B), without a gradient
 */
public record KtoLoss(Tensor losses, Tensor rewards) {
    /**
     * @param policy log-probabilities of the answers (B)
     * @param reference the same under the reference (B)
     * @param kl an estimate of KL(π ‖ ref), at least 0, without a gradient
     * @param desirable 1 for an answer that people want, 0 for another (B)
     */
    public static KtoLoss of(Tensor policy, Tensor reference, double kl, Tensor desirable, KtoSettings settings) {
        Tensor change = policy.sub(reference); // (B)
        Tensor sign = desirable.mul(new Scalar(2.0)).sub(new Scalar(1.0)); // (B)
        Tensor won = sigmoid(change.sub(new Scalar(kl)).mul(sign).mul(new Scalar(settings.beta()))); // (B)
        Tensor weight = desirable
                .mul(new Scalar(settings.desirableWeight() - settings.undesirableWeight()))
                .add(new Scalar(settings.undesirableWeight())); // (B)
        return new KtoLoss(
                won.neg().add(new Scalar(1.0)).mul(weight), change.detach().mul(new Scalar(settings.beta())));
    }

    /**
     * The estimate of KL from answers to other prompts: their mean log-ratio, never below 0.
     *
     * @param change Σ log π/ref of these answers
     */
    public static double kl(double change, double answers) {
        return answers == 0 ? 0 : Math.max(0, change / answers);
    }
}
