package hone.trainer.golden;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.DpoSettings;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.dpo.DpoLoss;
import hone.trainer.weights.ModelFiles;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Checks of what learns from pairs without a reward model. */
final class PreferenceChecks {
    private PreferenceChecks() {}

    private static DpoSettings settings(Golden.Check check) {
        return new DpoSettings(check.number("beta"), DpoSettings.SIGMOID, check.number("label_smoothing"));
    }

    static void dpo(Golden.Check check, LargestError error) {
        Golden.Tensors given = check.tensors();
        try (Decoder policy =
                        ModelFiles.load(check.path(check.json().path("policy").asText()));
                Decoder reference = ModelFiles.load(check.model());
                LabelLearning learning = LabelLearning.onThisThread(policy)) {
            TokenRows rows = both(given);
            DpoLoss.Logprobs before = inTwo(SequenceLogprobs.sums(reference, rows));
            learning.learn(List.of(rows), LabelLearning.Read.PLAIN, 0, (part, labels) -> {
                DpoLoss.Logprobs now = inTwo(SequenceLogprobs.ofTokens(labels.logprobs(), rows));
                DpoLoss found = DpoLoss.of(now, before, settings(check));
                Tensor losses = check.says("use_weight") ? found.losses().mul(given.get("weight")) : found.losses();
                error.compare(now.chosen(), given.get("policy_chosen_logps"));
                error.compare(now.rejected(), given.get("policy_rejected_logps"));
                error.compare(found.chosenRewards(), given.get("chosen_rewards"));
                error.compare(found.rejectedRewards(), given.get("rejected_rewards"));
                error.compare(found.losses(), given.get("losses"));
                error.compare(losses.mean().item_double(), check.expected().path("loss"));
                error.compare(
                        FormulaChecks.accuracy(found.chosenRewards(), found.rejectedRewards()),
                        check.expected().path("accuracy"));
                return losses.mean();
            });
            learning.complete();
            error.compare(before.chosen(), given.get("reference_chosen_logps"));
            error.compare(before.rejected(), given.get("reference_rejected_logps"));
            ModelChecks.compareGradients(policy.parameters(), check, given, error);
        }
    }

    /** Chosen and rejected answers as rows of one width. */
    private static TokenRows both(Golden.Tensors given) {
        Tensor chosen = given.get("chosen_input_ids");
        Tensor rejected = given.get("rejected_input_ids");
        long width = Math.max(chosen.size(1), rejected.size(1));
        return ModelChecks.rows(
                cat(new TensorVector(widened(chosen, width, 0), widened(rejected, width, 0)), 0),
                cat(
                        new TensorVector(
                                widened(given.get("chosen_labels"), width, TokenRows.NO_LABEL),
                                widened(given.get("rejected_labels"), width, TokenRows.NO_LABEL)),
                        0));
    }

    private static Tensor widened(Tensor rows, long width, long by) { // (B, T) → (B, width)
        return constant_pad_nd(rows, new long[] {0, width - rows.size(1)}, new Scalar((double) by));
    }

    private static DpoLoss.Logprobs inTwo(Tensor sums) { // (2 B)
        long pairs = sums.size(0) / 2;
        return new DpoLoss.Logprobs(sums.narrow(0, 0, pairs), sums.narrow(0, pairs, pairs));
    }

    static void dpoLoss(Golden.Check check, LargestError error) {
        Tensor chosen = input(check, "policy_chosen_logps").set_requires_grad(true);
        Tensor rejected = input(check, "policy_rejected_logps").set_requires_grad(true);
        DpoLoss found = DpoLoss.of(
                new DpoLoss.Logprobs(chosen, rejected),
                new DpoLoss.Logprobs(input(check, "reference_chosen_logps"), input(check, "reference_rejected_logps")),
                settings(check));
        Tensor loss = found.losses().mul(input(check, "weight")).mean();
        loss.backward();
        JsonNode expected = check.expected();
        error.compare(found.losses(), expected.path("losses"));
        error.compare(loss.item_double(), expected.path("loss"));
        error.compare(found.chosenRewards(), expected.path("chosen_rewards"));
        error.compare(found.rejectedRewards(), expected.path("rejected_rewards"));
        error.compare(chosen.grad(), expected.path("grad_policy_chosen_logps"));
        error.compare(rejected.grad(), expected.path("grad_policy_rejected_logps"));
    }

    private static Tensor input(Golden.Check check, String name) {
        return JsonTensors.of(check.inputs().path(name));
    }
}
