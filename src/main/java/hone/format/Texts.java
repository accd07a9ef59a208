package hone.format;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Texts that can be stored and shown, and names as sentences may quote them. */
final class Texts {
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");
    private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private static final int PIECE_CHARACTERS = 512;

    private Texts() {}

    /** @param what names it in a sentence: the content of message 2 */
    static String text(String typed, String what) {
        String text = storable(typed, what);
        if (text.isBlank()) {
            throw new RefusedRow("A text is empty.", "It is the " + what + ".");
        }
        if (text.length() > Limits.CHARACTERS_MAX) {
            throw new RefusedRow(
                    "A text is longer than " + Limits.CHARACTERS_MAX + " characters.",
                    "The " + what + " has " + text.length() + ".");
        }
        return text;
    }

    static String answer(String typed, String what) {
        String text = text(typed, what);
        int bytes = utf8Bytes(text, Limits.ANSWER_BYTES_MAX);
        if (bytes > Limits.ANSWER_BYTES_MAX) {
            throw new RefusedRow(
                    "An answer is longer than " + (Limits.ANSWER_BYTES_MAX >> 10) + " KiB.",
                    "It has " + (bytes >> 10) + " KiB.");
        }
        return text;
    }

    /** Why somebody decided so. */
    static String reason(String typed) {
        String text = storable(typed, "reason");
        if (text.length() > Limits.REASON_CHARACTERS_MAX) {
            throw new RefusedRow(
                    "A reason is longer than " + Limits.REASON_CHARACTERS_MAX + " characters.",
                    "It has " + text.length() + ".");
        }
        return text;
    }

    /** With line ends as they are kept. */
    static String storable(String typed, String what) {
        String text = typed.indexOf('\r') < 0 ? typed : typed.replace("\r\n", "\n");
        if (!isStorable(text)) {
            throw new RefusedRow(
                    "A text holds a character that can’t be stored.",
                    "The " + what + " has a zero character or half of a pair.");
        }
        return text;
    }

    /** Each character of a file passes here, so they are looked at in pieces, and one by one only where one may be such. */
    static boolean isStorable(String text) {
        char[] piece = new char[Math.min(text.length(), PIECE_CHARACTERS)];
        for (int from = 0; from < text.length(); from += piece.length) {
            int count = Math.min(piece.length, text.length() - from);
            text.getChars(from, from + count, piece, 0);
            int odd = 0;
            for (int i = 0; i < count; i++) {
                // Less than 0 for the zero, and from the first half of a pair on.
                odd |= (piece[i] - 1) | (Character.MIN_SURROGATE - 1 - piece[i]);
            }
            if (odd < 0) {
                return isStorableOneByOne(text);
            }
        }
        return true;
    }

    private static boolean isStorableOneByOne(String text) {
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '\0') {
                return false;
            }
            if (Character.isSurrogate(sign)) {
                boolean pair = Character.isHighSurrogate(sign)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** How many bytes a text has; counted only where it could have more than {@code max}. */
    private static int utf8Bytes(String text, int max) {
        return text.length() * 3L <= max ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A name that came with a file, as it can be stored. */
    static String name(String typed) {
        String name =
                typed.length() <= Limits.NAME_CHARACTERS_MAX ? typed : typed.substring(0, Limits.NAME_CHARACTERS_MAX);
        return isStorable(name) ? name : UNSTORABLE.matcher(name).replaceAll("\uFFFD");
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /** A sentence about a row, one line whatever it quotes of the row: it stands above the row in a file of refused ones. */
    static String sentence(String words) {
        return UNSHOWABLE.matcher(words.replaceAll("[\\r\\n\\t]+", " ")).replaceAll("\uFFFD");
    }

    /** The name of a field as a sentence can show it. */
    static String shown(String name) {
        return cut(UNSHOWABLE.matcher(name).replaceAll("\uFFFD"), Limits.SHOWN_NAME_MAX);
    }
}
