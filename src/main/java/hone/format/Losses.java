package hone.format;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a format could not hold of the items that were written, counted by the sentence that says it. */
public final class Losses {
    static final String TEXT = "A text to pre-train on is not in the file.";

    private final Map<String, Long> counts = new TreeMap<>();

    /** @param what the same words for every item with this loss */
    public void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Texts to pre-train on that were not even looked at: their number suffices. */
    public void addTexts(long texts) {
        if (texts > 0) {
            counts.merge(TEXT, texts, Long::sum);
        }
    }

    /** Sentence → how often. */
    public Map<String, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
