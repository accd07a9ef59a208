package hone.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Limits of messages and files; each violation names the field and its value. */
final class Check {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int ID_MAX = 100;
    private static final int PATH_MAX = 4096;

    private static final ScopedValue<List<Violation>> COLLECTED = ScopedValue.newInstance();

    private Check() {}

    static void positive(String field, long value) {
        require(value > 0, field, value, "must be at least 1");
    }

    /** A number that nobody can mean: it would only fail later, or take all memory. */
    static void within(String field, long value, long max) {
        within(field, value, 1, max);
    }

    static void within(String field, long value, long min, long max) {
        require(value >= min && value <= max, field, value, "must be from " + min + " to " + max);
    }

    /** Ids become names of folders, so they contain nothing with a meaning in paths: letters and digits, after the first also {@code . _ -}. */
    static boolean isId(String value) {
        if (value.isEmpty() || value.length() > ID_MAX || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char sign = value.charAt(i);
            if (!isLetterOrDigit(sign) && sign != '.' && sign != '_' && sign != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign >= '0' && sign <= '9';
    }

    /** What may name a file. */
    static boolean isPath(String value) {
        return !value.isBlank() && value.length() <= PATH_MAX && value.indexOf('\0') < 0;
    }

    static void path(String field, String value) {
        require(isPath(value), field, "'" + value.replace('\0', ' ') + "'", "must be the path of a file or folder");
    }

    static void notNegative(String field, long value) {
        require(value >= 0, field, value, "must not be negative");
    }

    static void aboveZero(String field, double value) {
        require(value > 0 && Double.isFinite(value), field, value, "must be a number above 0");
    }

    static void notNegative(String field, double value) {
        require(value >= 0 && Double.isFinite(value), field, value, "must be a number and not negative");
    }

    static void share(String field, double value) {
        require(value >= 0 && value <= 1, field, value, "must be from 0 to 1");
    }

    static void oneOf(String field, String value, List<String> words) {
        String last = words.getLast();
        String others = String.join(", ", words.subList(0, words.size() - 1));
        require(words.contains(value), field, value, "must be " + others + " or " + last);
    }

    static void text(String field, String value) {
        require(!value.isBlank(), field, "''", "must say something");
    }

    static void id(String field, String value) {
        require(isId(value), field, value, "must be an id: letters, digits, '.', '_', '-'");
    }

    static void sha256(String field, String value) {
        require(SHA256.matcher(value).matches(), field, value, "must be a sha256: 64 lower-case hex digits");
    }

    static void require(boolean kept, String field, Object value, String rule) {
        if (kept) {
            return;
        }
        Violation violation = new Violation(field, String.valueOf(value), rule);
        if (!COLLECTED.isBound()) {
            throw new UnreadableMessage(List.of(violation));
        }
        COLLECTED.get().add(violation);
    }

    /**
     * Makes a value and tells everything that is wrong with it, not only the first thing. Constructors go on behind a violation, so
     * they may not compute with what they have found to be wrong.
     */
    static <T> T all(Supplier<T> making) {
        List<Violation> violations = new ArrayList<>();
        T made = ScopedValue.where(COLLECTED, violations).call(making::get);
        if (!violations.isEmpty()) {
            throw new UnreadableMessage(violations);
        }
        return made;
    }
}
