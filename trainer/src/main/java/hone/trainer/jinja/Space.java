package hone.trainer.jinja;

/** White space as Python knows it: {@code str.isspace}. */
final class Space {
    private static final int NEXT_LINE = 0x85;

    private Space() {}

    static boolean is(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    /** The first place from there that is no white space. */
    static int after(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The end of the text without trailing white space. */
    static int before(String text, int to) {
        int at = to;
        while (at > 0 && is(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
