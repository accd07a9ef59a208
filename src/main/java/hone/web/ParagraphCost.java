package hone.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Markdown parser does once for each pair of lines, or of runs of stars and underscores, in a paragraph, and for each
 * mark of a list or a quote at the beginning of a line. It has no limits for them, and no reader follows texts beyond these.
 */
final class ParagraphCost {
    private static final long LINES_MAX = 10_000;
    private static final long EMPHASIS_MAX = 10_000;
    private static final int MARKS_MAX = 100;
    private static final Pattern MARK = Pattern.compile("[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t]))");

    private final String text;
    private long lines;
    private long emphasis;
    private long linePairs;
    private long emphasisPairs;

    private ParagraphCost(String text) {
        this.text = text;
    }

    static boolean tooHigh(String text) {
        return new ParagraphCost(text).high();
    }

    private boolean high() {
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            to = to < 0 ? text.length() : to;
            if (line(from, to)) {
                return true;
            }
            from = to + 1;
        }
        endParagraph();
        return linePairs > LINES_MAX * LINES_MAX || emphasisPairs > EMPHASIS_MAX * EMPHASIS_MAX;
    }

    /** Whether the line alone is too much. */
    private boolean line(int from, int to) {
        Matcher mark = MARK.matcher(text).region(from, to);
        int marks = 0;
        while (mark.lookingAt()) {
            marks++;
            mark.region(mark.end(), to);
        }
        if (text.substring(from, to).isBlank()) {
            endParagraph();
            return false;
        }
        lines++;
        for (int i = from; i < to; i++) {
            char sign = text.charAt(i);
            emphasis += (sign == '*' || sign == '_') && (i == from || text.charAt(i - 1) != sign) ? 1 : 0;
        }
        return marks > MARKS_MAX;
    }

    private void endParagraph() {
        linePairs += lines * lines;
        emphasisPairs += emphasis * emphasis;
        lines = 0;
        emphasis = 0;
    }
}
