package hone.trainer.kto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.KtoSettings;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Worked out by hand from the paper's equation 8, with β = ½, λ_D = 1, λ_U = 2 and a divergence of ln 3. */
class KtoLossTest {
    private static final double LN_3 = Math.log(3);
    private static final KtoSettings SETTINGS = new KtoSettings(0.5, 1, 2, 5, 3);

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void wantedAnswersAreHeldAboveTheDivergenceAndUnwantedOnesBelow() {
        try (Scope scope = Scope.open()) {
            // Log-ratios 3 ln 3 and −ln 3. Wanted: 1 − σ(½ (3 − 1) ln 3) = 1 − 3/4 = 1/4.
            // Unwanted: 2 (1 − σ(½ (1 + 1) ln 3)) = 2 (1 − 3/4) = 1/2.
            Tensor policy = Tensor.create(new float[] {(float) (3 * LN_3 - 5), (float) (-LN_3 - 7)}, 2)
                    .set_requires_grad(true);
            KtoLoss loss = KtoLoss.of(
                    policy,
                    Tensor.create(new float[] {-5, -7}, 2),
                    LN_3,
                    Tensor.create(new float[] {1, 0}, 2),
                    SETTINGS);
            loss.losses().sum().backward();

            assertThat(loss.losses().select(0, 0).item_double()).isCloseTo(0.25, within(1e-5));
            assertThat(loss.losses().select(0, 1).item_double()).isCloseTo(0.5, within(1e-5));
            assertThat(loss.rewards().select(0, 0).item_double()).isCloseTo(1.5 * LN_3, within(1e-5));
            // σ' = 3/4 · 1/4 = 3/16; times β, λ and the sign.
            assertThat(policy.grad().select(0, 0).item_double()).isCloseTo(-3 / 32.0, within(1e-5));
            assertThat(policy.grad().select(0, 1).item_double()).isCloseTo(3 / 16.0, within(1e-5));
        }
    }

    @Test
    void theDivergenceIsAMeanAndNeverBelowZero() {
        assertThat(KtoLoss.kl(3, 2)).isCloseTo(1.5, within(1e-9));
        assertThat(KtoLoss.kl(-3, 2)).isZero();
        assertThat(KtoLoss.kl(0, 0)).isZero();
    }
}
