package hone.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** In f32, 10⁸ − 10⁸ + 1 is 1, and 10⁸ + 1 − 10⁸ is 0: which part is ready first must not decide. */
class EarlierGradientsTest {
    private static final float LARGE = 1e8f;

    @Test
    void theSumOfMicroBatchesDoesNotDependOnWhichPartIsReadyFirst() {
        Torch.start(1);

        assertThat(sum(-LARGE, 1)).isEqualTo(sum(1, -LARGE));
    }

    @Test
    void theFirstMicroBatchHasNothingBeforeIt() {
        Torch.start(1);
        try (Scope scope = Scope.open()) {
            Tensor parameter = zeros(1).set_requires_grad(true);

            EarlierGradients.apart(List.of(parameter), () -> {});
            assertThat(parameter.grad().defined()).isFalse();

            add(parameter, 2);
            EarlierGradients.apart(List.of(parameter), () -> {});
            assertThat(parameter.grad().item_double()).isEqualTo(2);
        }
    }

    private static double sum(float first, float second) {
        try (Scope scope = Scope.open()) {
            Tensor parameter = zeros(1).set_requires_grad(true);
            add(parameter, LARGE);
            EarlierGradients.apart(List.of(parameter), () -> {
                add(parameter, first);
                add(parameter, second);
            });
            return parameter.grad().item_double();
        }
    }

    private static void add(Tensor parameter, float gradient) {
        try (AutoGradMode recorded = new AutoGradMode(true)) { // as on a helper's thread
            parameter.mul(new Scalar(gradient)).sum().backward();
        }
    }
}
