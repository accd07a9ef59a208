package hone.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.trainer.tensor.Masked;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same formulas a second time, in doubles, with loops, straight from the papers. */
class SlowMathematicsTest {
    private static final int ROWS = 7;
    private static final int TOKENS = 90;

    private static final long SEED = Long.getLong("hone.test.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final int[] lengths = new int[ROWS];
    private final float[] mask = new float[ROWS * TOKENS];

    SlowMathematicsTest() {
        for (int r = 0; r < ROWS; r++) {
            lengths[r] = 1 + random.nextInt(TOKENS);
            java.util.Arrays.fill(mask, r * TOKENS, r * TOKENS + lengths[r], 1);
        }
    }

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
        System.out.println("numbers by -Dhone.test.seed=" + SEED);
    }

    private float[] numbers(double scale) {
        float[] numbers = new float[ROWS * TOKENS]; // padded places hold numbers too: they must not matter
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }

    private static Tensor grid(float[] numbers) {
        return Tensor.create(numbers, ROWS, TOKENS);
    }

    private static float[] read(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        new FloatPointer(tensor.detach().contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    @Test
    void advantagesByAMatrixAreThoseOfALoopFromTheEnd() {
        float[] rewards = numbers(1);
        float[] values = numbers(1);
        double gamma = 0.98;
        double lambda = 0.95;

        try (Scope scope = Scope.open()) {
            Advantages found = Advantages.of(grid(rewards), grid(values), grid(mask), gamma, lambda);

            float[] advantages = read(found.advantages());
            float[] returns = read(found.returns());
            for (int r = 0; r < ROWS; r++) {
                double advantage = 0;
                for (int t = TOKENS - 1; t >= 0; t--) {
                    int at = r * TOKENS + t;
                    if (t >= lengths[r]) {
                        assertThat(advantages[at]).isZero();
                        assertThat(returns[at]).isZero();
                        continue;
                    }
                    double next = t + 1 < lengths[r] ? values[at + 1] : 0;
                    advantage = rewards[at] + gamma * next - values[at] + gamma * lambda * advantage;
                    assertThat((double) advantages[at]).isCloseTo(advantage, within(2e-5));
                    assertThat((double) returns[at]).isCloseTo(advantage + values[at], within(2e-5));
                }
            }
        }
    }

    @Test
    void whitenedNumbersHaveMeanZeroAndDeviationOneOverRealTokens() {
        float[] values = numbers(3);

        try (Scope scope = Scope.open()) {
            float[] white = read(Masked.whitened(grid(values), grid(mask)));

            double mean = 0;
            double count = 0;
            for (int i = 0; i < white.length; i++) {
                mean += white[i];
                count += mask[i];
            }
            mean /= count;
            double squares = 0;
            for (int i = 0; i < white.length; i++) {
                squares += mask[i] * (white[i] - mean) * (white[i] - mean);
            }
            assertThat(mean).isCloseTo(0, within(1e-5));
            assertThat(Math.sqrt(squares / (count - 1))).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void lossesAreThoseOfALoopOverTokens() {
        float[] now = numbers(0.5);
        float[] old = numbers(0.5);
        float[] advantages = numbers(1);
        float[] values = numbers(1);
        float[] oldValues = numbers(1);
        float[] returns = numbers(1);

        try (Scope scope = Scope.open()) {
            PolicyLoss policy = PolicyLoss.of(grid(now), grid(old), grid(advantages), grid(mask), 0.2);
            ValueLoss value = ValueLoss.of(grid(values), grid(oldValues), grid(returns), grid(mask), 0.3);

            double count = 0;
            double policyLoss = 0;
            double policyClipped = 0;
            double valueLoss = 0;
            double valueClipped = 0;
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] == 0) {
                    continue;
                }
                count++;
                double ratio = Math.exp((double) now[i] - old[i]);
                double free = -advantages[i] * ratio;
                double clipped = -advantages[i] * Math.clamp(ratio, 0.8, 1.2);
                policyLoss += Math.max(free, clipped);
                policyClipped += clipped > free ? 1 : 0;
                double far = Math.pow((double) values[i] - returns[i], 2);
                double near = Math.pow(
                        Math.clamp((double) values[i], oldValues[i] - 0.3, oldValues[i] + 0.3) - returns[i], 2);
                valueLoss += 0.5 * Math.max(far, near);
                valueClipped += near > far ? 1 : 0;
            }
            assertThat(policy.loss().item_double()).isCloseTo(policyLoss / count, within(1e-4));
            assertThat(policy.clipFraction().item_double()).isCloseTo(policyClipped / count, within(1e-5));
            assertThat(value.loss().item_double()).isCloseTo(valueLoss / count, within(1e-4));
            assertThat(value.clipFraction().item_double()).isCloseTo(valueClipped / count, within(1e-5));
        }
    }

    @Test
    void theScoreStandsAtTheLastTokenAndItsPenaltyWhereTheEndIsMissing() {
        float[] nonScore = numbers(1);
        float[] scores = new float[ROWS];
        float[] ended = new float[ROWS];
        for (int r = 0; r < ROWS; r++) {
            scores[r] = r;
            ended[r] = r % 2;
        }

        try (Scope scope = Scope.open()) {
            Tensor penalised = TokenRewards.penalised(Tensor.create(scores, ROWS), Tensor.create(ended, ROWS), 2);
            float[] rewards = read(TokenRewards.withScores(grid(nonScore), penalised, grid(mask)));

            for (int i = 0; i < rewards.length; i++) {
                int row = i / TOKENS;
                double score = i % TOKENS == lengths[row] - 1 ? row - (row % 2 == 0 ? 2 : 0) : 0;
                assertThat((double) rewards[i]).isCloseTo(nonScore[i] + score, within(1e-5));
            }
        }
    }
}
