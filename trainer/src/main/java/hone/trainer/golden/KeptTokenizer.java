package hone.trainer.golden;

import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokenizer of the check before: dozens of checks in a row are of the same one, and a vocabulary of 150,000 takes more than a
 * second to load.
 */
final class KeptTokenizer {
    private static Optional<KeptTokenizer> kept = Optional.empty();

    private final Path directory;
    private final Tokenizer tokenizer;

    private KeptTokenizer(Path directory, Tokenizer tokenizer) {
        this.directory = directory;
        this.tokenizer = tokenizer;
    }

    /** It stays open until another one is asked for. */
    static synchronized Tokenizer of(Path directory) {
        if (kept.isEmpty() || !kept.get().directory.equals(directory)) {
            kept.ifPresent(one -> one.tokenizer.close());
            kept = Optional.empty();
            kept = Optional.of(new KeptTokenizer(directory, Tokenizer.load(directory)));
        }
        return kept.get().tokenizer;
    }
}
