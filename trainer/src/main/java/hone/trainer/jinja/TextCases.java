package hone.trainer.jinja;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Letters as Python's str changes and knows them: capitals, digits, what a text consists of. */
final class TextCases {
    private TextCases() {}

    static Text upper(Text text) {
        return text.mapped(run -> run.toUpperCase(Locale.ROOT));
    }

    static Text lower(Text text) {
        return text.mapped(run -> run.toLowerCase(Locale.ROOT));
    }

    static Text capitalized(Text text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.value().offsetByCodePoints(0, 1);
        return byCodePoint(text.sub(0, first), Character::toTitleCase)
                .plus(lower(text.sub(first, text.value().length())));
    }

    /** Each word begins with a capital; a word begins after a character of this kind. */
    static Text titled(Text text, IntPredicate between) {
        boolean[] begins = {true};
        return byCodePoint(text, c -> {
            int changed = begins[0] ? Character.toTitleCase(c) : Character.toLowerCase(c);
            begins[0] = between.test(c);
            return changed;
        });
    }

    static Text byCodePoint(Text text, IntUnaryOperator change) {
        return text.mapped(run -> run.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    static int swapped(int c) {
        return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    }

    static boolean every(Text text, IntPredicate holds) {
        return !text.isEmpty() && text.value().codePoints().allMatch(holds);
    }

    static boolean cased(Text text, IntPredicate some, IntPredicate none) {
        return text.value().codePoints().anyMatch(some)
                && text.value().codePoints().noneMatch(none);
    }

    static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
