package hone.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import hone.trainer.tensor.Scope;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against one loop over all weights. */
class PlaceOfChanceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 512, 1000, 4099})
    void theIntervalOfTheRunningSumDecides(int width) {
        Random random = new Random(width);
        int rows = 50;
        float[] weights = new float[rows * width];
        double[] chance = new double[rows];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat() + 0.01f;
        }
        for (int r = 0; r < rows; r++) {
            weights[r * width + random.nextInt(width)] = 1; // no row is all 0
            chance[r] = r == 0 ? 0 : r == 1 ? Math.nextDown(1.0) : random.nextDouble();
        }

        try (Scope scope = Scope.open()) {
            long[] places = PlaceOfChance.in(Tensor.create(weights, rows, width), chance);

            for (int r = 0; r < rows; r++) {
                assertThat(places[r]).as("row %s", r).isEqualTo(byOneLoop(weights, r * width, width, chance[r]));
            }
        }
    }

    private static long byOneLoop(float[] weights, int from, int width, double chance) {
        double total = 0;
        for (int i = 0; i < width; i++) {
            total += weights[from + i];
        }
        double sum = 0;
        long last = -1;
        for (int i = 0; i < width; i++) {
            if (weights[from + i] > 0) {
                last = i;
                sum += weights[from + i];
                if (sum > total * chance) {
                    return i;
                }
            }
        }
        return last;
    }

    @Test
    void aRowThatIsNoDistributionHasNoPlaceAndTheOthersHave() {
        float[] weights = new float[4 * 300];
        weights[299] = 1;
        weights[300 + 5] = Float.NaN;
        weights[900 + 299] = Float.POSITIVE_INFINITY;

        try (Scope scope = Scope.open()) {
            assertThat(PlaceOfChance.in(Tensor.create(weights, 4, 300), new double[] {0.3, 0.3, 0.3, 0.3}))
                    .containsExactly(299, TokenSampler.NONE, TokenSampler.NONE, TokenSampler.NONE);
        }
    }
}
