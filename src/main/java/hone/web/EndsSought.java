package hone.web;

import java.util.HashMap;
import java.util.Map;

/**
 * How far the Markdown parser looks ahead in a text, in all: from each {@code <} for the end of that tag or comment, from each
 * run of backticks for the next of the same width. Many beginnings without an end make that quadratic in the text's length,
 * and the parser has no limit for it.
 */
final class EndsSought {
    private static final long CHARACTERS_MAX = 20_000_000;

    private final String text;
    private int tagEnd;
    private int commentEnd;
    private int instructionEnd;
    private int literalEnd;
    /** By the width of a run of backticks: where the next such run begins. */
    private final Map<Integer, Integer> runs = new HashMap<>();

    private EndsSought(String text) {
        this.text = text;
        tagEnd = text.length();
        commentEnd = text.length();
        instructionEnd = text.length();
        literalEnd = text.length();
    }

    static boolean tooMany(String text) {
        return new EndsSought(text).sum() > CHARACTERS_MAX;
    }

    /** An upper bound: a paragraph's end also ends a search. */
    private long sum() {
        long sum = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            switch (text.charAt(i)) {
                case '>' -> end(i);
                case '<' -> sum += endOf(i) - i;
                case '`' -> {
                    int first = i;
                    while (first > 0 && text.charAt(first - 1) == '`') {
                        first--;
                    }
                    sum += run(first, i - first + 1);
                    i = first;
                }
                default -> {}
            }
        }
        return sum;
    }

    private void end(int at) {
        tagEnd = at;
        if (text.startsWith("--", at - 2)) {
            commentEnd = at;
        }
        if (text.startsWith("?", at - 1)) {
            instructionEnd = at;
        }
        if (text.startsWith("]]", at - 2)) {
            literalEnd = at;
        }
    }

    private int endOf(int at) {
        if (text.startsWith("!--", at + 1)) {
            return commentEnd;
        }
        if (text.startsWith("?", at + 1)) {
            return instructionEnd;
        }
        return text.startsWith("![CDATA[", at + 1) ? literalEnd : tagEnd;
    }

    /** After a backslash the first backtick is a character, so that a narrower run begins than would end there. */
    private int run(int first, int width) {
        int opens = first > 0 && text.charAt(first - 1) == '\\' ? width - 1 : width;
        int sought = opens == 0 ? 0 : runs.getOrDefault(opens, text.length()) - first;
        runs.put(width, first);
        return sought;
    }
}
