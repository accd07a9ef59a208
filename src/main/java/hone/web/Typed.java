package hone.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Form input, made fit to use and store: never null, line ends as line feeds, nothing that PostgreSQL can't hold. */
public final class Typed {
    private Typed() {}

    /** Several lines. NUL characters are dropped, half a surrogate pair becomes the replacement character. */
    public static String text(@Nullable String typed) {
        if (typed == null) {
            return "";
        }
        String plain = typed.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
        if (plain.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return plain;
        }
        StringBuilder whole = new StringBuilder(plain.length());
        plain.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return whole.toString();
    }

    /** One line, trimmed; control characters become spaces. */
    public static String line(@Nullable String typed) {
        return text(typed).replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** A whole number within these bounds, or nothing. */
    public static Optional<Integer> whole(@Nullable String typed, int min, int max) {
        String digits = line(typed);
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(digits);
        return number < min || number > max ? Optional.empty() : Optional.of(number);
    }

    /** A decimal number within these bounds, with a point or a comma, or nothing. */
    public static Optional<Double> decimal(@Nullable String typed, double min, double max) {
        String digits = line(typed).replace(',', '.');
        if (!digits.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            return Optional.empty();
        }
        double number = Double.parseDouble(digits);
        return number < min || number > max ? Optional.empty() : Optional.of(number);
    }
}
