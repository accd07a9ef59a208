package hone.trainer.sampling;

import hone.trainer.tensor.Scope;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** How often each token is drawn when it is drawn many times. */
final class Shares {
    private static final int DRAWS = 20_000;

    private Shares() {}

    static double[] of(double[] probabilities, SamplingParameters.Filter filter) {
        Random chance = new Random(3);
        double[] found = new double[probabilities.length];
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            float[] logits = new float[DRAWS * probabilities.length];
            double[] numbers = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                numbers[i] = chance.nextDouble();
                for (int v = 0; v < probabilities.length; v++) {
                    logits[i * probabilities.length + v] = (float) Math.log(probabilities[v]);
                }
            }
            for (long token :
                    TokenSampler.sampled(Tensor.create(logits, DRAWS, probabilities.length), filter, numbers)) {
                found[(int) token] += 1.0 / DRAWS;
            }
        }
        return found;
    }
}
