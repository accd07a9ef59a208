package hone.trainer.sampling;

import hone.trainer.decoder.SavedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys and values of texts that were read or written lately, so that the next turn of a conversation, or another one with the same
 * instructions, is read from where it differs. Those that were used longest ago go first. Not thread-safe. Source: Kwon et al. 2023,
 * arXiv 2309.06180, section 4.4 (shared prefixes), here of whole texts instead of pages.
 */
public final class PrefixCache implements AutoCloseable {
    /** Fewer tokens are read sooner than looked for. */
    private static final int TOKENS_MIN = 16;
    /** A text is compared with each. */
    private static final int TEXTS_MAX = 256;

    private final long bytesMax;
    private final List<Text> texts = new ArrayList<>(); // the last one was used last
    private long bytes;

    private record Text(int[] ids, SavedKeys saved) {
        int sharedWith(int[] others) {
            int difference = Arrays.mismatch(ids, others);
            return difference < 0 ? ids.length : difference;
        }
    }

    /**
     * What is known of a text.
     *
     * @param tokens how many of its first ones
     */
    record Known(SavedKeys saved, int tokens) {}

    /** @param bytesMax 0 keeps nothing */
    public PrefixCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** The longest beginning that is known of a prompt, its last token left out: what follows is computed from that. */
    Optional<Known> longest(int[] prompt) {
        int most = TOKENS_MIN - 1;
        Optional<Text> best = Optional.empty();
        for (Text text : texts) {
            int shared = Math.min(text.sharedWith(prompt), prompt.length - 1);
            if (shared > most) {
                most = shared;
                best = Optional.of(text);
            }
        }
        best.ifPresent(this::use);
        int tokens = most;
        return best.map(text -> new Known(text.saved, tokens));
    }

    /** Keeps a text, in place of what it goes on from. */
    void keep(int[] ids, Supplier<SavedKeys> saved) {
        if (bytesMax == 0 || ids.length < TOKENS_MIN) {
            return;
        }
        Optional<Text> longer = texts.stream()
                .filter(text -> text.sharedWith(ids) == ids.length)
                .findFirst();
        if (longer.isPresent()) {
            use(longer.get());
            return;
        }
        texts.stream()
                .filter(text -> text.sharedWith(ids) == text.ids.length)
                .toList()
                .forEach(this::forget);
        Text text = new Text(ids, saved.get());
        texts.add(text);
        bytes += text.saved.bytes();
        while (bytes > bytesMax || texts.size() > TEXTS_MAX) {
            forget(texts.getFirst());
        }
    }

    /** What all of them take. */
    long bytes() {
        return bytes;
    }

    private void use(Text text) {
        texts.remove(text);
        texts.add(text);
    }

    private void forget(Text text) {
        texts.remove(text);
        bytes -= text.saved.bytes();
        text.saved.close();
    }

    @Override
    public void close() {
        List.copyOf(texts).forEach(this::forget);
    }
}
