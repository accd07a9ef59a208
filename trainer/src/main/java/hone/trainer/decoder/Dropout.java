package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.make_generator_cpu;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import hone.trainer.tensor.Tensors;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Leaves a random share of an adapter's inputs out while a step is computed. Which ones follows from the seed alone, so that a
 * resumed run leaves out the same, and two threads don't draw from each other's generator. Outside of {@link #from} nothing is
 * left out: answers, evaluations and merged models are those of the whole adapter.
 */
public final class Dropout {
    private static final ScopedValue<GeneratorOptional> CHANCE = ScopedValue.newInstance();

    private Dropout() {}

    /** @param seed of this pass: of the run, its step, and the part of the batch */
    public static <T> T from(long seed, Supplier<T> pass) {
        GeneratorOptional chance = new GeneratorOptional(make_generator_cpu(seed));
        return ScopedValue.where(CHANCE, chance).call(pass::get);
    }

    /** Where chance has come to on this thread. */
    record State(Tensor ofGenerator) {}

    /** Empty where nothing is left out. */
    static Optional<State> state() {
        return CHANCE.isBound() ? Optional.of(new State(CHANCE.get().get().get_state())) : Optional.empty();
    }

    /** Leaves out what was left out from there on, which changes nothing of what comes next. */
    static <T> T again(State state, Supplier<T> pass) {
        Generator generator = make_generator_cpu();
        generator.set_state(state.ofGenerator);
        return ScopedValue.where(CHANCE, new GeneratorOptional(generator)).call(pass::get);
    }

    static Tensor of(Tensor x, double share) {
        if (share == 0 || !CHANCE.isBound()) {
            return x;
        }
        // Drawn with the processor's generator on every device: its state is what a resumed run goes on from.
        Tensor kept = zeros_like(x.detach(), new TensorOptions(new Device(DeviceType.CPU)), new MemoryFormatOptional())
                .bernoulli_(1 - share, CHANCE.get());
        return x.mul(Tensors.placed(kept)).div(new Scalar(1 - share));
    }
}
