package hone.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.clip_grad_norm_;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.randn;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against libtorch's own function, to the last bit. */
class GradientNormTest {
    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @ParameterizedTest
    @CsvSource({"3, 1e-3", "3, 1", "3, 50", "3, 1e6", "1, 1", "1, 1e6"})
    void gradientsAndNormAreLibtorchs(int count, double max) {
        try (Scope scope = Scope.open()) {
            List<Tensor> ours = parameters(count);
            List<Tensor> theirs = parameters(count);

            double norm = GradientNorm.clip(ours, max);
            double expected = clip_grad_norm_(new TensorVector(theirs.toArray(Tensor[]::new)), max);

            assertThat(norm).isEqualTo(expected).isPositive();
            for (int i = 0; i < count; i++) {
                assertThat(Tensors.floats(ours.get(i).grad()))
                        .isEqualTo(Tensors.floats(theirs.get(i).grad()));
            }
        }
    }

    @Test
    void aParameterWithoutAGradientCountsAsNone() {
        try (Scope scope = Scope.open()) {
            Tensor unused = randn(3);

            assertThat(GradientNorm.clip(List.of(unused), 1)).isZero();
            assertThat(unused.grad().defined()).isFalse();
        }
    }

    @Test
    void aNormThatIsNoNumberIsTold() {
        try (Scope scope = Scope.open()) {
            List<Tensor> parameters = parameters(2);
            parameters.getFirst().grad().select(0, 0).fill_(new Scalar(Double.NaN));

            assertThat(GradientNorm.clip(parameters, 1)).isNaN();
        }
    }

    private static List<Tensor> parameters(int count) {
        manual_seed(4);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Tensor parameter = randn(40, 30 + i).set_requires_grad(true);
                    parameter.mutable_grad().put(randn(40, 30 + i));
                    return parameter;
                })
                .toList();
    }
}
