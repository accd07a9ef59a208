package hone.trainer.decoder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A decoder's tensors by name, and the parts that are made of them. A part has a bias if the files have one for it. */
final class Parameters {
    private final Map<String, Tensor> all;
    private final Optional<Adapter> adapter;
    private final Map<String, Linear> linears = new LinkedHashMap<>();

    Parameters(Map<String, Tensor> all, Optional<Adapter> adapter) {
        this.all = all;
        this.adapter = adapter;
    }

    Tensor tensor(String name) {
        Tensor parameter = all.get(name);
        if (parameter == null) {
            throw new IllegalStateException("the loader promised " + name);
        }
        return parameter;
    }

    Linear linear(String module) {
        return linear(module, Linear.Stored.OUT_IN);
    }

    /** A matrix that the files store as (in, out). */
    Linear transposed(String module) {
        return linear(module, Linear.Stored.IN_OUT);
    }

    /** The matrix that computes logits, which may be the embedding's. */
    Linear output(String module) {
        return new Linear(tensor(module + ".weight"), Optional.empty(), Linear.Stored.OUT_IN, Optional.empty());
    }

    /** All matrices made so far but the output, by module. */
    Map<String, Linear> linears() {
        return Collections.unmodifiableMap(linears);
    }

    LayerNorm layerNorm(String module, double epsilon) {
        return new LayerNorm(tensor(module + ".weight"), tensor(module + ".bias"), epsilon);
    }

    private Linear linear(String module, Linear.Stored stored) {
        Linear linear = new Linear(
                tensor(module + ".weight"),
                Optional.ofNullable(all.get(module + ".bias")),
                stored,
                adapter.flatMap(added -> added.at(module)));
        linears.put(module, linear);
        return linear;
    }
}
