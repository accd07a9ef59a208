package hone.trainer.decoder;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Keys and values of every layer, allocated once for all tokens to come. */
public final class KeyValueCache implements TokenCache, AutoCloseable {
    private final Layer[] layers;
    private long length;

    /** @param tokens of the longest row, prompt and answer */
    KeyValueCache(DecoderConfig config, long rows, long tokens) {
        layers = new Layer[config.layers()];
        try (Scope scope = Scope.open()) {
            long[] shape = {
                rows, config.heads().keyValues(), tokens, config.heads().dim()
            };
            for (int i = 0; i < layers.length; i++) {
                layers[i] = new Layer(Scope.keep(Tensors.zeros(shape)), Scope.keep(Tensors.zeros(shape)));
            }
        }
    }

    /** Tokens held so far. */
    public long length() {
        return length;
    }

    @Override
    public Layer layer(int index) {
        return layers[index];
    }

    @Override
    public void grow(long tokens) {
        length += tokens;
    }

    @Override
    public void close() {
        for (Layer layer : layers) {
            Scope.release(layer.keys);
            Scope.release(layer.values);
        }
    }

    /** One layer: (B, kv heads, tokens, D) each. */
    final class Layer implements TokenCache.Layer {
        private final Tensor keys;
        private final Tensor values;

        Layer(Tensor keys, Tensor values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        public Tensor addKeys(Tensor fresh) {
            return add(keys, fresh);
        }

        @Override
        public Tensor addValues(Tensor fresh) {
            return add(values, fresh);
        }

        private Tensor add(Tensor all, Tensor fresh) { // (B, kv heads, T, D) → (B, kv heads, S, D)
            all.narrow(2, length, fresh.size(2)).copy_(fresh);
            return all.narrow(2, 0, length + fresh.size(2));
        }
    }
}
