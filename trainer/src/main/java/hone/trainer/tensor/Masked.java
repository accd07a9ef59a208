package hone.trainer.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Statistics over the positions where a mask is 1, of all rows together. Values and masks are (B, T) f32; masked positions have
 * no influence. Source: TRL's {@code masked_mean}, {@code masked_var} and {@code masked_whiten}.
 */
public final class Masked {
    private static final double EPSILON = 1e-8;

    private Masked() {}

    /** Σ x · m / Σ m. */
    public static Tensor mean(Tensor values, Tensor mask) { // (B, T), (B, T) → scalar
        return values.mul(mask).sum().div(mask.sum());
    }

    /** With Bessel's correction: divided by n − 1. A single value has variance 0. */
    public static Tensor variance(Tensor values, Tensor mask) { // (B, T), (B, T) → scalar
        Tensor centred = values.sub(mean(values, mask)).mul(mask); // (B, T)
        Tensor others = mask.sum().sub(new Scalar(1.0)).clamp_min(new Scalar(1.0)); // scalar
        return centred.mul(centred).sum().div(others);
    }

    /** Mean 0 and deviation 1; 0 at masked positions. */
    public static Tensor whitened(Tensor values, Tensor mask) { // (B, T), (B, T) → (B, T)
        return scaled(values, mask, mean(values, mask)).mul(mask);
    }

    /** Deviation 1 with the mean unchanged (TRL: {@code shift_mean = False}); 0 at masked positions. */
    public static Tensor whitenedAroundItsMean(Tensor values, Tensor mask) { // (B, T), (B, T) → (B, T)
        Tensor mean = mean(values, mask);
        return scaled(values, mask, mean).add(mean).mul(mask);
    }

    private static Tensor scaled(Tensor values, Tensor mask, Tensor mean) {
        return values.sub(mean)
                .mul(variance(values, mask).add(new Scalar(EPSILON)).rsqrt());
    }
}
