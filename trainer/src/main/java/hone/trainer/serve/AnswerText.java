package hone.trainer.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns an answer's tokens into text that may be shown: only what no later token can change. It holds back the bytes of an
 * incomplete character, and an ending that could be the beginning of a stop string. A stop string ends the text before itself.
 *
 * <p>All tokens are decoded again for each new one. That is quadratic, but takes a tenth of a millisecond for a thousand tokens;
 * a window would have to know how each tokenizer treats spaces at its edges.
 */
final class AnswerText {
    private static final char UNKNOWN = '\uFFFD'; // what an incomplete character is decoded to

    private final Function<List<Integer>, String> decode;
    private final List<String> stops;
    private final List<Integer> ids = new ArrayList<>();
    private int shown;
    private boolean stopped;

    AnswerText(Function<List<Integer>, String> decode, List<String> stops) {
        this.decode = decode;
        this.stops = List.copyOf(stops);
    }

    /** Adds a token; returns the text that has become certain. */
    String add(int token) {
        ids.add(token);
        String whole = decode.apply(ids);
        int certain = whole.length();
        while (certain > 0 && whole.charAt(certain - 1) == UNKNOWN) {
            certain--;
        }
        return show(whole, certain);
    }

    /** What was held back, once no further token will come. */
    String finish() {
        if (stopped) {
            return "";
        }
        String whole = decode.apply(ids);
        int stop = firstStop(whole);
        int end = stop >= 0 ? stop : whole.length();
        stopped |= stop >= 0;
        return part(whole, end);
    }

    /** Whether a stop string has appeared. */
    boolean stopped() {
        return stopped;
    }

    private String show(String whole, int certain) {
        int stop = firstStop(whole);
        if (stop >= 0) {
            stopped = true;
            return part(whole, stop);
        }
        int end = certain;
        for (String candidate : stops) {
            end = Math.min(end, beginningOf(candidate, whole, certain));
        }
        return part(whole, end);
    }

    private String part(String whole, int end) {
        if (end <= shown) {
            return "";
        }
        String fresh = whole.substring(shown, end);
        shown = end;
        return fresh;
    }

    /**
     * The position of the first stop string; −1 without one. None begins in what was already shown, since that would have been
     * held back.
     */
    private int firstStop(String whole) {
        return stops.stream()
                .mapToInt(stop -> whole.indexOf(stop, shown))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /** The position of an ending that a stop string begins with; the whole length if there is none. */
    private int beginningOf(String stop, String whole, int certain) {
        for (int at = Math.max(shown, certain - stop.length() + 1); at < certain; at++) {
            if (stop.startsWith(whole.substring(at, certain))) {
                return at;
            }
        }
        return certain;
    }
}
