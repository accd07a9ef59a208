package hone.trainer.rollout;

import hone.trainer.decoder.Decoder;
import hone.trainer.weights.ModelFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that a policy began as. A policy that trains an adapter is its own reference with the adapter left away, so the
 * weights are in memory once.
 *
 * @param own a model of its own, which is closed with this
 */
public record Reference(Decoder model, Optional<Decoder> own) implements AutoCloseable {
    public static Reference of(Decoder policy, Path start) {
        if (policy.adapter().isPresent()) {
            return new Reference(policy.base(), Optional.empty());
        }
        Decoder loaded = ModelFiles.load(start);
        return new Reference(loaded, Optional.of(loaded));
    }

    @Override
    public void close() {
        own.ifPresent(Decoder::close);
    }
}
