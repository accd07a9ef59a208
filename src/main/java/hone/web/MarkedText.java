package hone.web;

/**
 * Text as HTML in which nothing is invisible: whatever a reader could not see (trailing blanks, zero-width characters, changes
 * of direction) stays in the text and gets a sign beside it, in the attribute {@code data-mark}, which the style sheet shows.
 * So what is copied is exactly what was written.
 */
final class MarkedText {
    /** A longer run gets one sign with its length. */
    private static final int SIGNS_MAX = 8;

    private final String source;
    private final int firstVisible;
    private final int lastVisible;
    /** Where the run of blanks ends that was looked at last: its parts are asked about one by one. */
    private int blanksFrom;

    private int blanksEnd;

    MarkedText(String source) {
        this.source = source;
        int first = 0;
        while (first < source.length() && blank(source.charAt(first))) {
            first++;
        }
        int last = source.length();
        while (last > first && blank(source.charAt(last - 1))) {
            last--;
        }
        firstVisible = first;
        lastVisible = last;
    }

    static String html(String text) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        new MarkedText(text).show(0, text.length(), html);
        return html.toString();
    }

    static boolean blank(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    /** Writes a part of the text; what surrounds the part decides whether a blank is at the end of its line. */
    void show(int from, int to, StringBuilder html) {
        int i = from;
        while (i < to) {
            int character = source.codePointAt(i);
            if (character == ' ') {
                i = spaces(i, to, html);
                continue;
            }
            if (character == '\n' && i >= firstVisible && i < lastVisible) {
                html.append('\n');
            } else {
                one(character, i, html);
            }
            i += Character.charCount(character);
        }
    }

    private int spaces(int from, int to, StringBuilder html) {
        int end = from;
        while (end < to && source.charAt(end) == ' ') {
            end++;
        }
        String spaces = source.substring(from, end);
        if (endsLine(end) || from < firstVisible) {
            marked(spaces, "␣", html);
        } else if (spaces.length() > 1) {
            html.append("<span class=\"kept\">").append(spaces).append("</span>");
        } else {
            html.append(' ');
        }
        return end;
    }

    private boolean endsLine(int at) {
        if (at < blanksFrom || at > blanksEnd) {
            blanksFrom = at;
            blanksEnd = at;
            while (blanksEnd < source.length()
                    && (source.charAt(blanksEnd) == ' ' || source.charAt(blanksEnd) == '\t')) {
                blanksEnd++;
            }
        }
        return blanksEnd == source.length() || source.charAt(blanksEnd) == '\n';
    }

    private void one(int character, int at, StringBuilder html) {
        String text = Character.toString(character);
        switch (character) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&#34;");
            case '\n' -> marked(text, "↵", html);
            case '\t' -> marked(text, "⇥", html);
            default -> {
                if (unseen(character, at)) {
                    marked(text, sign(character), html);
                } else {
                    html.append(text);
                }
            }
        }
    }

    private static void marked(String text, String sign, StringBuilder html) {
        String signs = text.length() > 1 && sign.length() == 1
                ? text.length() > SIGNS_MAX ? sign + "×" + text.length() : sign.repeat(text.length())
                : sign;
        html.append("<span class=\"odd\" data-mark=\"")
                .append(signs)
                .append("\">")
                .append(text)
                .append("</span>");
    }

    /** Whether a reader can see this character. */
    static boolean visible(int character) {
        return character != 0x3000 && !Character.isWhitespace(character) && !unseen(character);
    }

    private boolean unseen(int character, int at) {
        return unseen(character) && !joins(character, at);
    }

    private static boolean unseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            // The ideographic space is as wide as a letter and belongs to its script.
            case Character.SPACE_SEPARATOR -> character != ' ' && character != 0x3000;
            default ->
                switch (character) {
                    // Fillers: letters by category, but invisible.
                    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
                    default -> false;
                };
        };
    }

    /** Joiners have an effect inside emoji and inside the words of some scripts; elsewhere they are invisible. */
    private boolean joins(int character, int at) {
        if (character != 0x200D && character != 0x200C || at == 0 || at + 1 >= source.length()) {
            return false;
        }
        int before = source.codePointBefore(at);
        int after = source.codePointAt(at + 1);
        return before > 0x2FF && after > 0x2FF && !Character.isWhitespace(before) && !Character.isWhitespace(after);
    }

    private static String sign(int character) {
        return switch (character) {
            case 0x00A0 -> "⍽";
            case 0x00AD -> "SHY";
            case 0x061C -> "ALM";
            case 0x200B -> "ZWSP";
            case 0x200C -> "ZWNJ";
            case 0x200D -> "ZWJ";
            case 0x200E -> "LRM";
            case 0x200F -> "RLM";
            case 0x202A -> "LRE";
            case 0x202B -> "RLE";
            case 0x202C -> "PDF";
            case 0x202D -> "LRO";
            case 0x202E -> "RLO";
            case 0x2066 -> "LRI";
            case 0x2067 -> "RLI";
            case 0x2068 -> "FSI";
            case 0x2069 -> "PDI";
            case 0xFEFF -> "BOM";
            default -> String.format("U+%04X", character);
        };
    }
}
