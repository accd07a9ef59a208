package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A string of a template that knows of each character whether the template wrote it or it came with the data, and whether it
 * stands between generation marks. Every operation that makes a string out of others keeps this, so nobody has to search for it
 * afterwards. Two texts are equal if their characters are.
 *
 * <p>Java counts UTF-16 units and Python code points: lengths and positions of the language are code points, those of this
 * class are units unless a method says otherwise.
 */
public final class Text {
    static final Text EMPTY = new Text("", new int[0], new int[0]);
    private static final int DATA = 1;
    private static final int GENERATION_STEP = 2;

    private final String value;
    /** Where each run of characters of the same origin ends; runs are never empty. */
    private final int[] ends;
    /** Of each run: 1 for data, plus two times the number of its generation block. */
    private final int[] origins;

    private Text(String value, int[] ends, int[] origins) {
        this.value = value;
        this.ends = ends;
        this.origins = origins;
    }

    /** Characters of the same origin. */
    public record Run(int start, int end, boolean isData, int generation) {}

    /** Written by the template, or by the model's own settings. */
    public static Text written(String value) {
        return of(value, 0);
    }

    /** Came with the data: whatever it spells, it is text. */
    public static Text given(String value) {
        return of(value, DATA);
    }

    private static Text of(String value, int origin) {
        return value.isEmpty() ? EMPTY : new Text(value, new int[] {value.length()}, new int[] {origin});
    }

    /** New characters made from this text's, such as its JSON: data if any of it was. */
    Text became(String other) {
        return of(other, hasData() ? DATA : 0);
    }

    public String value() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    boolean hasData() {
        for (int origin : origins) {
            if ((origin & DATA) != 0) {
                return true;
            }
        }
        return false;
    }

    public List<Run> runs() {
        List<Run> runs = new ArrayList<>(ends.length);
        int start = 0;
        for (int r = 0; r < ends.length; r++) {
            runs.add(new Run(start, ends[r], (origins[r] & DATA) != 0, origins[r] / GENERATION_STEP));
            start = ends[r];
        }
        return runs;
    }

    /** The pieces between generation marks, in order, each as [start, end) in units. */
    public List<int[]> generated() {
        List<int[]> pieces = new ArrayList<>();
        int last = 0;
        for (Run run : runs()) {
            if (run.generation > 0 && run.generation == last) {
                pieces.getLast()[1] = run.end;
            } else if (run.generation > 0) {
                pieces.add(new int[] {run.start, run.end});
            }
            last = run.generation;
        }
        return pieces;
    }

    /** All of it stands in this generation block, counted from 1. */
    Text generatedAs(int number) {
        int[] marked = new int[origins.length];
        for (int r = 0; r < marked.length; r++) {
            marked[r] = origins[r] % GENERATION_STEP + number * GENERATION_STEP;
        }
        return new Text(value, ends, marked);
    }

    Text plus(Text other) {
        return new Builder().append(this).append(other).build();
    }

    public Text sub(int start, int end) {
        if (start >= end) {
            return EMPTY;
        }
        if (start == 0 && end == value.length()) {
            return this;
        }
        int first = runAt(start);
        int last = runAt(end - 1);
        int[] subEnds = new int[last - first + 1];
        for (int r = first; r <= last; r++) {
            subEnds[r - first] = Math.min(ends[r], end) - start;
        }
        return new Text(value.substring(start, end), subEnds, Arrays.copyOfRange(origins, first, last + 1));
    }

    private int runAt(int place) {
        int found = Arrays.binarySearch(ends, place + 1);
        return found >= 0 ? found : -found - 1;
    }

    /** Each run mapped by itself, such as to upper case. */
    Text mapped(UnaryOperator<String> change) {
        Builder all = new Builder();
        for (Run run : runs()) {
            all.append(of(change.apply(value.substring(run.start, run.end)), origins[runAt(run.start)]));
        }
        return all.build();
    }

    /** In code points. */
    int length() {
        return value.codePointCount(0, value.length());
    }

    /** By positions in code points. */
    Text slice(int start, int end) {
        return sub(value.offsetByCodePoints(0, start), value.offsetByCodePoints(0, end));
    }

    List<Object> characters() {
        List<Object> all = new ArrayList<>(value.length());
        for (int at = 0; at < value.length(); ) {
            int next = at + Character.charCount(value.codePointAt(at));
            all.add(sub(at, next));
            at = next;
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && text.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    /** Collects texts; neighbours of one origin become one run. */
    static final class Builder {
        private final StringBuilder value = new StringBuilder();
        private int[] ends = new int[8];
        private int[] origins = new int[8];
        private int runs;

        Builder append(Text text) {
            for (int r = 0; r < text.ends.length; r++) {
                add(value.length() + text.ends[r], text.origins[r]);
            }
            value.append(text.value);
            return this;
        }

        Builder written(String text) {
            return append(Text.written(text));
        }

        int length() {
            return value.length();
        }

        private void add(int end, int origin) {
            if (runs > 0 && origins[runs - 1] == origin) {
                ends[runs - 1] = end;
                return;
            }
            if (runs == ends.length) {
                ends = Arrays.copyOf(ends, 2 * runs);
                origins = Arrays.copyOf(origins, 2 * runs);
            }
            ends[runs] = end;
            origins[runs++] = origin;
        }

        Text build() {
            return runs == 0
                    ? EMPTY
                    : new Text(value.toString(), Arrays.copyOf(ends, runs), Arrays.copyOf(origins, runs));
        }
    }
}
