package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.randn;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Biases and norms of heads, against loops over plain numbers. */
class AttentionTest {
    private static final int TOKENS = 5;
    private static final int WIDTH = 6;
    private static final int HEADS = 4;
    private static final int KEY_VALUE_HEADS = 2;
    private static final int DIM = 2;
    private static final double EPSILON = 1e-5;
    private static final double THETA = 100;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void biasesAndNormsOfHeadsAreWhatTheirDefinitionsSay() {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard();
                RotaryPositions positions = new RotaryPositions(Rope.of(THETA), DIM)) {
            manual_seed(5);
            Linear q = linear(HEADS * DIM);
            Linear k = linear(KEY_VALUE_HEADS * DIM);
            Linear v = linear(KEY_VALUE_HEADS * DIM);
            Linear o = new Linear(randn(WIDTH, HEADS * DIM), Optional.of(randn(WIDTH)), Linear.Stored.OUT_IN);
            Tensor qNorm = randn(DIM);
            Tensor kNorm = randn(DIM);
            Tensor x = randn(1, TOKENS, WIDTH);
            Attention attention = new Attention(
                    new Attention.Heads(HEADS, KEY_VALUE_HEADS, DIM),
                    new Attention.Separate(q, k, v),
                    o,
                    Optional.of(new Attention.HeadNorms(norm(qNorm), norm(kNorm))),
                    Attention.Scores.USUAL);

            float[] found = numbers(attention.apply(
                    x,
                    new LayerReading(
                            Optional.of(positions.of(Optional.empty(), TOKENS, TOKENS)),
                            Optional.empty(),
                            Optional.empty())));

            double[][] queries = normed(product(x, q), HEADS, numbers(qNorm));
            double[][] keys = normed(product(x, k), KEY_VALUE_HEADS, numbers(kNorm));
            double[][] expected = product(mixed(queries, keys, product(x, v)), o);
            for (int t = 0; t < TOKENS; t++) {
                for (int i = 0; i < WIDTH; i++) {
                    assertThat((double) found[t * WIDTH + i])
                            .as("token %s, number %s", t, i)
                            .isCloseTo(expected[t][i], within(1e-4));
                }
            }
        }
    }

    private static Linear linear(int out) {
        return new Linear(randn(out, WIDTH), Optional.of(randn(out)), Linear.Stored.OUT_IN);
    }

    private static Norm norm(Tensor weight) {
        return new RmsNorm(weight, RmsNorm.Counted.FROM_ZERO, EPSILON);
    }

    private static float[] numbers(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        new FloatPointer(tensor.contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    private static double[][] product(Tensor x, Linear linear) {
        float[] flat = numbers(x);
        double[][] rows = new double[TOKENS][WIDTH];
        for (int i = 0; i < flat.length; i++) {
            rows[i / WIDTH][i % WIDTH] = flat[i];
        }
        return product(rows, linear);
    }

    private static double[][] product(double[][] x, Linear linear) {
        float[] weight = numbers(linear.weight());
        float[] bias = numbers(linear.bias().orElseThrow());
        double[][] y = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < bias.length; i++) {
                y[t][i] = bias[i];
                for (int j = 0; j < x[t].length; j++) {
                    y[t][i] += weight[i * x[t].length + j] * x[t][j];
                }
            }
        }
        return y;
    }

    /** Each head by itself: divided by its root mean square, times the weights, then turned by the token's angle. */
    private static double[][] normed(double[][] x, int heads, float[] weight) {
        double[][] y = new double[x.length][heads * DIM];
        for (int t = 0; t < x.length; t++) {
            for (int h = 0; h < heads; h++) {
                double a = x[t][h * DIM];
                double b = x[t][h * DIM + 1];
                double root = Math.sqrt((a * a + b * b) / DIM + EPSILON);
                a = a / root * weight[0];
                b = b / root * weight[1];
                double angle = t; // one pair a head, so θ to the power of 0
                y[t][h * DIM] = a * Math.cos(angle) - b * Math.sin(angle);
                y[t][h * DIM + 1] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
        return y;
    }

    private static double[][] mixed(double[][] queries, double[][] keys, double[][] values) {
        double[][] y = new double[TOKENS][HEADS * DIM];
        for (int t = 0; t < TOKENS; t++) {
            for (int h = 0; h < HEADS; h++) {
                int shared = h / (HEADS / KEY_VALUE_HEADS) * DIM;
                double total = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int d = 0; d < DIM; d++) {
                        score += queries[t][h * DIM + d] * keys[s][shared + d];
                    }
                    double weight = Math.exp(score / Math.sqrt(DIM));
                    total += weight;
                    for (int d = 0; d < DIM; d++) {
                        y[t][h * DIM + d] += weight * values[s][shared + d];
                    }
                }
                for (int d = 0; d < DIM; d++) {
                    y[t][h * DIM + d] /= total;
                }
            }
        }
        return y;
    }
}
