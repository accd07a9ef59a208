package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.GrpoSettings;
import hone.trainer.bestof.BestOfN;
import hone.trainer.grpo.GroupAdvantages;
import hone.trainer.grpo.GrpoLoss;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;

/** Checks of what learns from groups of answers. */
final class GroupChecks {
    private GroupChecks() {}

    static void advantages(Golden.Check check, LargestError error) {
        double[] rewards = StreamSupport.stream(check.inputs().path("rewards").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        double[] found = GroupAdvantages.of(
                rewards,
                (int) Math.round(check.number("group_size")),
                check.json().path("scale").asText(),
                check.number("eps"));
        JsonNode expected = check.expected().path("advantages");
        error.same(expected.size() == found.length);
        for (int i = 0; i < found.length; i++) {
            error.compare(found[i], expected.path(i));
        }
    }

    static void loss(Golden.Check check, LargestError error) {
        Tensor logprobs = input(check, "logprobs").set_requires_grad(true);
        Tensor mask = input(check, "mask");
        GrpoSettings settings = new GrpoSettings(
                check.json().path("loss_type").asText(),
                GrpoSettings.GROUP,
                check.number("epsilon_low"),
                check.number("epsilon_high"),
                check.number("beta"));
        GrpoLoss found = GrpoLoss.of(
                new GrpoLoss.Tokens(
                        logprobs, input(check, "old_logprobs"), Optional.of(input(check, "ref_logprobs")), mask),
                input(check, "advantages"),
                new GrpoLoss.Divisors(
                        mask.size(0),
                        mask.sum().item_double(),
                        check.number("max_completion_length"),
                        check.number("num_items_in_batch")),
                settings);
        found.loss().backward();
        JsonNode expected = check.expected();
        error.compare(found.loss().item_double(), expected.path("loss"));
        error.compare(found.kl().item_double(), expected.path("kl"));
        error.compare(found.clippedLow().item_double(), expected.path("clip_low"));
        error.compare(found.clippedHigh().item_double(), expected.path("clip_high"));
        error.compare(logprobs.grad(), expected.path("grad_logprobs"));
    }

    static void bestOfN(Golden.Check check, LargestError error) {
        JsonNode expected = check.expected().path("kl");
        error.same(expected.size() > 0);
        for (int i = 0; i < expected.size(); i++) {
            error.compare(BestOfN.divergence(check.inputs().path("n").path(i).asInt()), expected.path(i));
        }
    }

    private static Tensor input(Golden.Check check, String name) {
        return JsonTensors.of(check.inputs().path(name));
    }
}
