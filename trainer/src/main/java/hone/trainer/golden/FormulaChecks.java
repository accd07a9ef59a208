package hone.trainer.golden;

import static org.bytedeco.pytorch.global.torch.eye;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Linear;
import hone.trainer.decoder.Output;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.optim.ConstantSchedule;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.LinearSchedule;
import hone.trainer.optim.Schedule;
import hone.trainer.ppo.AdaptiveKl;
import hone.trainer.ppo.Advantages;
import hone.trainer.ppo.PolicyLoss;
import hone.trainer.ppo.TokenRewards;
import hone.trainer.ppo.ValueLoss;
import hone.trainer.reward.PairwiseLoss;
import hone.trainer.rollout.KlEstimate;
import hone.trainer.tensor.Masked;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Checks of formulas on a few given numbers. */
final class FormulaChecks {
    private FormulaChecks() {}

    private static Tensor input(Golden.Check check, String name) {
        return JsonTensors.of(check.inputs().path(name));
    }

    static void kl(Golden.Check check, LargestError error) {
        Tensor logprobs = input(check, "logprobs");
        Tensor reference = input(check, "ref_logprobs");
        Tensor mask = input(check, "mask");
        Tensor[] estimates = {
            KlEstimate.k1(logprobs, reference, mask),
            KlEstimate.k2(logprobs, reference, mask),
            KlEstimate.k3(logprobs, reference, mask)
        };
        for (int k = 1; k <= estimates.length; k++) {
            error.compare(estimates[k - 1], check.expected().path("k" + k));
            error.compare(
                    Masked.mean(estimates[k - 1], mask).item_double(),
                    check.expected().path("mean_k" + k));
        }
        error.compare(estimates[0].sum(1), check.expected().path("sequence_k1"));
    }

    static void ppoRewards(Golden.Check check, LargestError error) {
        Tensor logprobs = input(check, "logprobs");
        Tensor reference = input(check, "ref_logprobs");
        Tensor mask = input(check, "mask");
        Tensor kl = check.json().path("estimator").asText().equals("k3")
                ? KlEstimate.k3(logprobs, reference, mask)
                : KlEstimate.k1(logprobs, reference, mask);
        Tensor nonScore = TokenRewards.nonScore(kl, check.number("kl_coef"));
        Tensor scores = TokenRewards.penalised(
                input(check, "scores"), input(check, "contains_eos"), check.number("missing_eos_penalty"));
        error.compare(kl, check.expected().path("kl"));
        error.compare(nonScore, check.expected().path("non_score_rewards"));
        error.compare(
                TokenRewards.withScores(nonScore, scores, mask),
                check.expected().path("rewards"));
    }

    static void gae(Golden.Check check, LargestError error) {
        Advantages advantages = Advantages.of(
                input(check, "rewards"),
                input(check, "values"),
                input(check, "mask"),
                check.number("gamma"),
                check.number("lam"));
        error.compare(advantages.advantages(), check.expected().path("advantages"));
        error.compare(advantages.returns(), check.expected().path("returns"));
    }

    static void whiten(Golden.Check check, LargestError error) {
        Tensor values = input(check, "values");
        Tensor mask = input(check, "mask");
        error.compare(Masked.mean(values, mask).item_double(), check.expected().path("mean"));
        error.compare(
                Masked.variance(values, mask).item_double(), check.expected().path("variance"));
        error.compare(
                check.says("shift_mean") ? Masked.whitened(values, mask) : Masked.whitenedAroundItsMean(values, mask),
                check.expected().path("whitened"));
    }

    static void ppoLoss(Golden.Check check, LargestError error) {
        Tensor mask = input(check, "mask");
        Tensor logprobs = input(check, "new_logprobs").set_requires_grad(true);
        Tensor values = input(check, "vpreds").set_requires_grad(true);
        PolicyLoss policy = PolicyLoss.of(
                logprobs, input(check, "old_logprobs"), input(check, "advantages"), mask, check.number("cliprange"));
        ValueLoss value = ValueLoss.of(
                values, input(check, "values"), input(check, "returns"), mask, check.number("cliprange_value"));
        Tensor loss = policy.loss().add(value.loss().mul(new Scalar(check.number("vf_coef"))));
        loss.backward();
        Tensor logits = input(check, "logits"); // (B, T, V)
        Tensor entropy = entropies(logits).view(mask.size(0), mask.size(1));
        JsonNode expected = check.expected();
        error.compare(policy.loss().item_double(), expected.path("policy_loss"));
        error.compare(value.loss().item_double(), expected.path("value_loss"));
        error.compare(loss.item_double(), expected.path("loss"));
        error.compare(policy.clipFraction().item_double(), expected.path("policy_clipfrac"));
        error.compare(value.clipFraction().item_double(), expected.path("value_clipfrac"));
        error.compare(policy.approximateKl().item_double(), expected.path("approxkl"));
        error.compare(policy.ratio().item_double(), expected.path("ratio"));
        error.compare(Masked.mean(entropy, mask).item_double(), expected.path("entropy"));
        error.compare(logprobs.grad(), expected.path("grad_new_logprobs"));
        error.compare(values.grad(), expected.path("grad_vpreds"));
    }

    static void adaptiveKl(Golden.Check check, LargestError error) {
        AdaptiveKl controller = new AdaptiveKl(check.number("target"), check.number("horizon"));
        double coefficient = check.number("initial");
        JsonNode coefficients = check.expected().path("coefficients");
        error.same(coefficients.size() > 0);
        for (int i = 0; i < coefficients.size(); i++) {
            coefficient = controller.next(
                    coefficient,
                    check.inputs().path("kl").path(i).asDouble(),
                    check.inputs().path("n_steps").path(i).asDouble());
            error.compare(coefficient, coefficients.path(i));
        }
    }

    static void rewardLoss(Golden.Check check, LargestError error) {
        Tensor chosen = input(check, "chosen_scores").set_requires_grad(true);
        Tensor rejected = input(check, "rejected_scores").set_requires_grad(true);
        Tensor losses = PairwiseLoss.each(chosen, rejected, input(check, "margin"), input(check, "weight"));
        Tensor loss = losses.mean().add(PairwiseLoss.centring(chosen, rejected, check.number("centring")));
        loss.backward();
        JsonNode expected = check.expected();
        // The expected losses are unweighted.
        error.compare(
                PairwiseLoss.each(
                        chosen.detach(),
                        rejected.detach(),
                        input(check, "margin"),
                        input(check, "weight").mul(new Scalar(0.0)).add(new Scalar(1.0))),
                expected.path("losses"));
        error.compare(loss.item_double(), expected.path("loss"));
        error.compare(accuracy(chosen, rejected), expected.path("accuracy"));
        error.compare(chosen.grad(), expected.path("grad_chosen_scores"));
        error.compare(rejected.grad(), expected.path("grad_rejected_scores"));
    }

    static double accuracy(Tensor chosen, Tensor rejected) {
        return chosen.gt(rejected).to(ScalarType.Float).mean().item_double();
    }

    static void schedule(Golden.Check check, LargestError error) {
        double rate = check.number("lr");
        long warmup = Math.round(check.number("warmup_steps"));
        long steps = Math.round(check.number("total_steps"));
        String name = check.json().path("schedule").asText();
        Schedule schedule = switch (name) {
            case "cosine" -> new CosineSchedule(rate, warmup, steps, 0);
            case "linear" -> new LinearSchedule(rate, warmup, steps);
            case "constant_with_warmup" -> new ConstantSchedule(rate, warmup);
            default -> throw new IllegalArgumentException("there is no schedule '" + name + "'");
        };
        JsonNode rates = check.expected().path("learning_rates");
        error.same(rates.size() > 0);
        for (int s = 0; s < rates.size(); s++) {
            error.compare(schedule.at(s), rates.path(s));
        }
    }

    /** As of hidden states that an output matrix leaves as they are. */
    private static Tensor entropies(Tensor logits) { // (B, T, V) → (B · T)
        Linear same = new Linear(eye(logits.size(2)), Optional.empty(), Linear.Stored.OUT_IN);
        int n = (int) (logits.size(0) * logits.size(1));
        TokenRows.Targets anyToken =
                new TokenRows.Targets(LongStream.range(0, n).toArray(), new long[n], new float[n]);
        return TokenLogprobs.of(new Output(same, OptionalDouble.empty()), logits, anyToken, 1)
                .entropy();
    }
}
