package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.full;

import hone.trainer.tensor.Scope;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * By how much each pair of a head's numbers is rotated from one position to the next: θ^(−2i/D) for pair i, and what makes it
 * slower in models that were taught to read longer texts.
 */
record Rope(double theta, Scaling scaling) {
    static Rope of(double theta) {
        return new Rope(theta, new Scaling.None());
    }

    /** How frequencies differ from θ^(−2i/D). */
    sealed interface Scaling {
        float scaled(float frequency);

        /** They don't. */
        record None() implements Scaling {
            @Override
            public float scaled(float frequency) {
                return frequency;
            }
        }

        /** All are slower by one factor: Chen et al. 2023, arXiv 2306.15595. */
        record Linear(double factor) implements Scaling {
            @Override
            public float scaled(float frequency) {
                return (float) (frequency / factor);
            }
        }

        /**
         * Llama 3.1's: pairs that turn fast stay as they are, those that don't complete {@code slow} turns in the original
         * context are slower by the factor, and those between are mixed.
         *
         * @param slow {@code low_freq_factor}
         * @param fast {@code high_freq_factor}
         * @param context {@code original_max_position_embeddings}
         */
        record ByWavelength(double factor, double slow, double fast, double context) implements Scaling {
            @Override
            public float scaled(float frequency) {
                double turns = context * frequency / (2 * Math.PI);
                if (turns > fast) {
                    return frequency;
                }
                if (turns < slow) {
                    return (float) (frequency / factor);
                }
                double fastShare = (turns - slow) / (fast - slow);
                return (float) ((1 - fastShare) * frequency / factor + fastShare * frequency);
            }
        }
    }

    /** Radians per position, one for each pair of a head. */
    float[] frequencies(int headDim) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            TensorOptions f32 = new TensorOptions(ScalarType.Float);
            Tensor share = arange(new Scalar(0), new Scalar(headDim), new Scalar(2), f32)
                    .div(new Scalar((double) headDim)); // (D/2)
            Tensor plain =
                    full(new long[] {1}, new Scalar(theta), f32).pow(share).reciprocal(); // (D/2)
            float[] frequencies = new float[headDim / 2];
            new FloatPointer(plain.contiguous().data_ptr()).get(frequencies);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = scaling.scaled(frequencies[i]);
            }
            return frequencies;
        }
    }
}
