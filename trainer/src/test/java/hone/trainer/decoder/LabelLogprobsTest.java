package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.pytorch.global.torch.randn;

import hone.trainer.data.TokenRows;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values and gradients are those that libtorch's autograd finds through all logits at once. */
class LabelLogprobsTest {
    private static final long[] POSITIONS = {0, 2, 3, 5, 9, 10, 11};
    private static final long[] LABELS = {4, 0, 18, 7, 7, 1, 12};

    @BeforeEach
    void start() {
        Torch.start(1);
        Torch.seed(7);
    }

    @ParameterizedTest(name = "{0} positions at a time, temperature {1}, cap {2}, values asked for before {3}")
    @CsvSource({
        "100, 1, 0, true",
        "3, 1, 0, false",
        "2, 0.7, 0, false",
        "2, 0.7, 0, true",
        "3, 1, 5, false",
        "1, 1.3, 2, true"
    })
    void valuesAndGradientsAreAutogradsOwn(long atOnce, double temperature, double cap, boolean askedBefore) {
        try (Scope scope = Scope.open()) {
            Tensor weight = randn(19, 8).set_requires_grad(true); // (V, H)
            Tensor read = randn(2, 6, 8).set_requires_grad(true); // (B, T, H)
            Tensor slopes = randn(LABELS.length); // (N)
            Output output = new Output(
                    new Linear(weight, Optional.empty(), Linear.Stored.OUT_IN),
                    cap == 0 ? OptionalDouble.empty() : OptionalDouble.of(cap));
            Tensor all = output.logits(read.view(-1, 8).index_select(0, Tensor.create(POSITIONS, POSITIONS.length)))
                    .div(new Scalar(temperature))
                    .log_softmax(-1); // (N, V)
            Tensor expected =
                    all.gather(-1, Tensor.create(LABELS, LABELS.length, 1)).squeeze(-1); // (N)
            Tensor entropies = all.exp().mul(all).sum(-1).neg(); // (N)
            expected.mul(slopes).sum().backward();
            Tensor ofWeight = weight.grad().clone();
            Tensor ofRead = read.grad().clone();
            weight.mutable_grad().zero_();
            read.mutable_grad().zero_();

            LabelLogprobs labels = new LabelLogprobs(
                    output,
                    read,
                    new TokenRows.Targets(POSITIONS, LABELS, new float[LABELS.length]),
                    temperature,
                    atOnce);
            TokenLogprobs seen = askedBefore ? labels.toBeLearned(true) : labels.withEntropies();
            Tensor learned;
            try (OutputGradient matrix = new OutputGradient(weight)) {
                learned = labels.learn(slopes, Optional.of(matrix));
                matrix.giveAway();
            }

            assertThat(difference(seen.logprobs(), expected)).isLessThan(1e-5);
            assertThat(difference(seen.entropy(), entropies)).isLessThan(1e-5);
            assertThat(difference(labels.values(), expected)).isLessThan(1e-5);
            assertThat(difference(learned, expected)).isLessThan(1e-5);
            assertThat(difference(weight.grad(), ofWeight)).isLessThan(1e-5);
            assertThat(difference(read.grad(), ofRead)).isLessThan(1e-5);
        }
    }

    private static double difference(Tensor one, Tensor other) {
        return one.sub(other).abs().max().item_double();
    }
}
