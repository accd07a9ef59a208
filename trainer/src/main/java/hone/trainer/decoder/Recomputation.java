package hone.trainer.decoder;

import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;

/**
 * A pass through layers of which only the inputs stay in memory: what a layer's backward pass needs is computed again when its turn comes,
 * for a third more time. Gradients are the same to the bit. Source: Chen et al. 2016, arXiv 1604.06174.
 *
 * <p>In shapes: B rows, T tokens, H model width.
 */
final class Recomputation {
    private final Tensor entered; // (B, T, H), with the graph of the embedding behind it
    private final Precision precision = Precision.here();
    private final List<Layer> layers = new ArrayList<>();

    /**
     * @param input (B, T, H), without a graph
     * @param chance of what the layer leaves out, as it was before the layer
     */
    private record Layer(UnaryOperator<Tensor> work, Tensor input, Optional<Dropout.State> chance) {
        Tensor again(Tensor from) {
            return chance.isPresent() ? Dropout.again(chance.get(), () -> work.apply(from)) : work.apply(from);
        }
    }

    private Recomputation(Tensor entered) {
        this.entered = entered;
    }

    /**
     * @param x (B, T, H)
     * @return what comes out of the last layer, from which the backward pass goes on through all of them
     */
    static Tensor through(List<UnaryOperator<Tensor>> layers, Tensor x) {
        Recomputation pass = new Recomputation(x);
        Tensor output; // (B, T, H)
        try (NoGradGuard constants = new NoGradGuard()) {
            Tensor current = x.detach();
            for (UnaryOperator<Tensor> layer : layers) {
                Tensor input = current;
                pass.layers.add(new Layer(layer, input, Dropout.state()));
                current = Scope.result(() -> layer.apply(input));
            }
            output = current.detach();
        }
        output.set_requires_grad(true);
        output.register_hook(pass.new Back());
        return output;
    }

    /** Called with the gradient of the output when it is whole. It belongs to the scope in which the pass was made. */
    private final class Back extends VoidTensorHook {
        @Override
        public void call(TensorBase gradient) {
            try (Scope scope = Scope.open();
                    AutoGradMode recording = new AutoGradMode(true)) {
                back(new Tensor(gradient));
            }
        }
    }

    private void back(Tensor gradient) { // (B, T, H)
        Tensor slope = gradient;
        for (Layer layer : layers.reversed()) {
            Tensor behind = slope;
            slope = Scope.result(() -> {
                Tensor input = layer.input.detach().set_requires_grad(true);
                precision.within(() -> layer.again(input)).backward(behind, new BoolOptional(), false, none());
                return input.grad().detach(); // a tensor of its own: the other is a part of the input, which ends here
            });
        }
        if (entered.requires_grad()) {
            entered.backward(slope, new BoolOptional(), false, none());
        }
    }

    private static TensorArrayRefOptional none() {
        return new TensorArrayRefOptional();
    }
}
