package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.DpoSettings;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.dpo.DpoLoss;
import hone.trainer.weights.ModelFiles;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

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
                Decoder reference = ModelFiles.load(check.model())) {
            DpoLoss.Logprobs before;
            try (NoGradGuard constants = new NoGradGuard()) {
                before = logprobs(reference, given);
            }
            DpoLoss.Logprobs now = logprobs(policy, given);
            DpoLoss found = DpoLoss.of(now, before, settings(check));
            Tensor losses = check.says("use_weight") ? found.losses().mul(given.get("weight")) : found.losses();
            Tensor loss = losses.mean();
            loss.backward();
            error.compare(now.chosen(), given.get("policy_chosen_logps"));
            error.compare(now.rejected(), given.get("policy_rejected_logps"));
            error.compare(before.chosen(), given.get("reference_chosen_logps"));
            error.compare(before.rejected(), given.get("reference_rejected_logps"));
            error.compare(found.chosenRewards(), given.get("chosen_rewards"));
            error.compare(found.rejectedRewards(), given.get("rejected_rewards"));
            error.compare(found.losses(), given.get("losses"));
            error.compare(loss.item_double(), check.expected().path("loss"));
            error.compare(
                    FormulaChecks.accuracy(found.chosenRewards(), found.rejectedRewards()),
                    check.expected().path("accuracy"));
            ModelChecks.compareGradients(policy.parameters(), check, given, error);
        }
    }

    private static DpoLoss.Logprobs logprobs(Decoder model, Golden.Tensors given) {
        return new DpoLoss.Logprobs(
                SequenceLogprobs.sums(
                        model, ModelChecks.rows(given.get("chosen_input_ids"), given.get("chosen_labels"))),
                SequenceLogprobs.sums(
                        model, ModelChecks.rows(given.get("rejected_input_ids"), given.get("rejected_labels"))));
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
