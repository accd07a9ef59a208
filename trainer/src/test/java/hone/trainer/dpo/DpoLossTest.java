package hone.trainer.dpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.DpoSettings;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the reference numbers don't hold, worked out by hand. */
class DpoLossTest {
    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    private static Tensor one(double number) {
        return Tensor.create(new float[] {(float) number}, 1);
    }

    @Test
    void ipoIsTheSquaredDistanceFromHalfTheInverseOfBeta() {
        try (Scope scope = Scope.open()) {
            // h = (−1 − (−1.5)) − (−2 − (−1.8)) = 0.5 + 0.2 = 0.7; 1 / (2 · 0.25) = 2; (0.7 − 2)² = 1.69
            DpoLoss loss = DpoLoss.of(
                    new DpoLoss.Logprobs(one(-1), one(-2)),
                    new DpoLoss.Logprobs(one(-1.5), one(-1.8)),
                    new DpoSettings(0.25, DpoSettings.IPO, 0));

            assertThat(loss.losses().item_double()).isCloseTo(1.69, within(1e-5));
            assertThat(loss.chosenRewards().item_double()).isCloseTo(0.125, within(1e-6));
            assertThat(loss.rejectedRewards().item_double()).isCloseTo(-0.05, within(1e-6));
        }
    }
}
