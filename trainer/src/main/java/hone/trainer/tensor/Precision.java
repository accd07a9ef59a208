package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.is_autocast_enabled;
import static org.bytedeco.pytorch.global.torch.set_autocast_cache_enabled;
import static org.bytedeco.pytorch.global.torch.set_autocast_dtype;
import static org.bytedeco.pytorch.global.torch.set_autocast_enabled;

import hone.contract.WeightSettings;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The numbers that matrix products read. Whatever is stored is f32 (parameters, their gradients, the optimizer's moments), and so is
 * everything else that is computed: norms, rotations, attention, softmax, losses.
 */
public enum Precision {
    F32,
    /** By libtorch's autocast: with eight bits of a number's digits, and in half of the time where the processor has such products. */
    BF16;

    public static Precision of(WeightSettings settings) {
        return settings.readsBf16() ? BF16 : F32;
    }

    /** What products on this thread read now. */
    public static Precision here() {
        return is_autocast_enabled(Tensors.device().autocast()) ? BF16 : F32;
    }

    /** Computes something on this thread with the products in these numbers. */
    public <T> T within(Supplier<T> work) {
        return this == BF16 ? with(true, work) : work.get();
    }

    /** Computes something in f32, whatever is around it. */
    public static <T> T inF32(Supplier<T> work) {
        return here() == BF16 ? with(false, work) : work.get();
    }

    private static <T> T with(boolean narrow, Supplier<T> work) {
        boolean before = here() == BF16;
        DeviceType device = Tensors.device().autocast();
        set_autocast_dtype(device, ScalarType.BFloat16);
        set_autocast_cache_enabled(false); // it would hold weights of earlier steps
        set_autocast_enabled(device, narrow);
        try {
            return work.get();
        } finally {
            set_autocast_enabled(device, before);
        }
    }

    /** The type of what a product reads. */
    public ScalarType type() {
        return this == BF16 ? ScalarType.BFloat16 : ScalarType.Float;
    }
}
