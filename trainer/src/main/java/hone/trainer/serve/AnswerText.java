package hone.trainer.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * From an answer's tokens to text that may be shown: only what no later token can change. Held back are the bytes of a
 * character that is not whole yet, and an end that could be the beginning of a stop string. A stop string ends the text
 * before itself.
 *
 * <p>All tokens are decoded again for each new one. That is quadratic, but a tenth of a millisecond for a thousand tokens; a
 * window would have to know how each tokenizer treats spaces at its borders.
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

    /** Takes in a token; the text that is certain by it. */
    String add(int token) {
        ids.add(token);
        String whole = decode.apply(ids);
        int certain = whole.length();
        while (certain > 0 && whole.charAt(certain - 1) == UNKNOWN) {
            certain--;
        }
        return show(whole, certain);
    }

    /** What was held back, when no token comes any more. */
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

    /** Whether a stop string has come. */
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

    /** Where the first stop string begins; −1 without one. None begins in what was shown: that would have been held back. */
    private int firstStop(String whole) {
        return stops.stream()
                .mapToInt(stop -> whole.indexOf(stop, shown))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /** Where an end of the text begins that the stop string begins with; the whole length when none does. */
    private int beginningOf(String stop, String whole, int certain) {
        for (int at = Math.max(shown, certain - stop.length() + 1); at < certain; at++) {
            if (stop.startsWith(whole.substring(at, certain))) {
                return at;
            }
        }
        return certain;
    }
}
