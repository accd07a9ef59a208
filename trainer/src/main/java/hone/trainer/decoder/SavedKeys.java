package hone.trainer.decoder;

import hone.trainer.tensor.Scope;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Keys and values of the tokens that a text begins with, to be put into a cache again when another text begins with them.
 *
 * @param keys (kv heads, tokens, D) a layer
 * @param values the same
 */
public record SavedKeys(Tensor[] keys, Tensor[] values) implements AutoCloseable {
    /** What they take in memory. */
    public long bytes() {
        return all().mapToLong(Tensor::nbytes).sum();
    }

    @Override
    public void close() {
        all().forEach(Scope::release);
    }

    private Stream<Tensor> all() {
        return Stream.concat(Stream.of(keys), Stream.of(values));
    }
}
