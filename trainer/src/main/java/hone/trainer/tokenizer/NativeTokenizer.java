package hone.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hugging Face's library, which reads what a tokenizer.json says. It is native code that terminates the whole process when Java
 * has no memory for its result (a million digits were enough). So a text is bounded before the library sees it, one call is made
 * at a time, and only ids are requested where nothing else is needed.
 */
final class NativeTokenizer implements AutoCloseable {
    /** Of one text. */
    static final int TEXT_CHARS_MAX = 1 << 20;
    /** For texts passed together, unless one alone is longer. */
    private static final int BATCH_CHARS_MAX = 1 << 19;
    /** Each token's place is an object. */
    private static final int PLACED_CHARS_MAX = 1 << 18;

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock(true);

    private final HuggingFaceTokenizer library;

    /** @param starts of each token, in code points, and {@code ends} likewise */
    record Placed(int[] ids, int[] starts, int[] ends) {}

    private NativeTokenizer(HuggingFaceTokenizer library) {
        this.library = library;
    }

    static NativeTokenizer of(JsonNode json) {
        try {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(Wire.bytes(json)),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")));
        } catch (RuntimeException
                | IOException e) { // the library has no specific exception for a file that it can't read
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: its library says " + e.getMessage() + ".", e);
        }
    }

    /** @param front what is put in front of each text */
    List<int[]> encodeAll(List<String> texts, String front) {
        List<int[]> rows = new ArrayList<>(texts.size());
        List<String> some = new ArrayList<>();
        long characters = 0;
        for (String text : texts) {
            bound(text, TEXT_CHARS_MAX);
            if (!some.isEmpty() && characters + text.length() > BATCH_CHARS_MAX) {
                encode(some, rows);
                characters = 0;
            }
            some.add(front + wholeCharacters(text));
            characters += text.length();
        }
        if (!some.isEmpty()) {
            encode(some, rows);
        }
        return rows;
    }

    private static void bound(String text, int most) {
        if (text.length() > most) {
            throw new RunFailure(
                    "too-long",
                    "A text of " + text.length() + " characters is longer than the " + most
                            + " that are read as one; cut it into several.");
        }
    }

    /** Half a pair of UTF-16 is no character: the library would spoil the others around it. */
    private static String wholeCharacters(String text) {
        boolean broken = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (!broken) {
            return text;
        }
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Encodes the texts into rows of ids. */
    private void encode(List<String> texts, List<int[]> rows) {
        ONE_AT_A_TIME.lock();
        try {
            // A single text is encoded on this thread: waking the library's own ones costs more on a busy machine.
            long[] encodings = texts.size() == 1
                    ? new long[] {TokenizersLibrary.LIB.encode(library.getHandle(), texts.getFirst(), false)}
                    : TokenizersLibrary.LIB.batchEncode(library.getHandle(), texts.toArray(String[]::new), false);
            try {
                for (long encoding : encodings) {
                    rows.add(narrowed(TokenizersLibrary.LIB.getTokenIds(encoding)));
                }
            } finally {
                for (long encoding : encodings) {
                    TokenizersLibrary.LIB.deleteEncoding(encoding);
                }
            }
            texts.clear();
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** A text's tokens and where each of them stands in it. */
    Placed encodePlaced(String text) {
        bound(text, PLACED_CHARS_MAX);
        ONE_AT_A_TIME.lock();
        try {
            long encoding = TokenizersLibrary.LIB.encode(library.getHandle(), wholeCharacters(text), false);
            try {
                int[] ids = narrowed(TokenizersLibrary.LIB.getTokenIds(encoding));
                CharSpan[] spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
                int[] starts = new int[ids.length];
                int[] ends = new int[ids.length];
                for (int t = 0; t < ids.length; t++) {
                    starts[t] = spans[t].getStart();
                    ends[t] = spans[t].getEnd();
                }
                return new Placed(ids, starts, ends);
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    String decode(long[] ids) {
        return library.decode(ids, false);
    }

    private static int[] narrowed(long[] ids) {
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    @Override
    public void close() {
        library.close();
    }
}
