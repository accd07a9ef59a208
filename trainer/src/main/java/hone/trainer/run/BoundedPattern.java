package hone.trainer.run;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression from a file or a form, which may be made to never end: it may look at a limited number of characters for
 * each text and then counts as not matching.
 */
public final class BoundedPattern {
    private static final int EXPRESSION_CHARACTERS_MAX = 2000;

    /** Many times what a sensible expression looks at in an answer of a thousand tokens; done in some milliseconds. */
    private static final int LOOKS_MAX = 2_000_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** It is too long or no regular expression; the message says which. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    public static BoundedPattern of(String expression) {
        if (expression.length() > EXPRESSION_CHARACTERS_MAX) {
            throw new Refused("it is longer than " + EXPRESSION_CHARACTERS_MAX + " characters");
        }
        try {
            return new BoundedPattern(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new Refused(e.getDescription() + " at " + e.getIndex());
        } catch (StackOverflowError e) {
            throw new Refused("it is nested too deeply");
        }
    }

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        try {
            return pattern.matcher(new Watched(text, 0, text.length(), new int[1]))
                    .matches();
        } catch (TooMuch | StackOverflowError e) {
            return false;
        }
    }

    /** Whether a part of the text matches. */
    public boolean isIn(String text) {
        try {
            return pattern.matcher(new Watched(text, 0, text.length(), new int[1]))
                    .find();
        } catch (TooMuch | StackOverflowError e) {
            return false;
        }
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private record Watched(String text, int from, int to, int[] looks) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (++looks[0] > LOOKS_MAX) {
                throw new TooMuch();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text, from + start, from + end, looks);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
