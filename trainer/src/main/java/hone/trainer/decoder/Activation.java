package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.silu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** The non-linear functions of feed-forward layers, by the names that transformers gives them. */
enum Activation {
    SILU("silu", "swish"),
    GELU("gelu"),
    /** The approximation by a hyperbolic tangent: Hendrycks and Gimpel 2016, arXiv 1606.08415. */
    GELU_TANH("gelu_pytorch_tanh", "gelu_new", "gelu_fast"),
    RELU("relu");

    private final List<String> names;

    Activation(String... names) {
        this.names = List.of(names);
    }

    Tensor apply(Tensor x) {
        return switch (this) {
            case SILU -> silu(x);
            case GELU -> gelu(x);
            case GELU_TANH -> gelu(x, "tanh");
            case RELU -> relu(x);
        };
    }

    static Optional<Activation> named(String name) {
        return Arrays.stream(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst();
    }

    static List<String> known() {
        return Arrays.stream(values()).flatMap(one -> one.names.stream()).toList();
    }
}
