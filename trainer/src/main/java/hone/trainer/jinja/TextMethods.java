package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** The methods of Python's str that change nothing else: all that make sense in a template. */
final class TextMethods {
    private interface Method {
        Object call(Text text, Function.Given given, Budget budget);
    }

    private static final Map<String, Method> ALL = new LinkedHashMap<>();

    static {
        ALL.put("strip", (text, given, budget) -> strip(text, given, true, true));
        ALL.put("lstrip", (text, given, budget) -> strip(text, given, true, false));
        ALL.put("rstrip", (text, given, budget) -> strip(text, given, false, true));
        ALL.put("split", (text, given, budget) -> split(text, given, budget));
        ALL.put("rsplit", (text, given, budget) -> splitFromTheRight(text, given, budget));
        ALL.put("splitlines", (text, given, budget) -> lines(text, given.flag("keepends"), budget));
        ALL.put("startswith", (text, given, budget) -> any(given, text.value()::startsWith));
        ALL.put("endswith", (text, given, budget) -> any(given, text.value()::endsWith));
        ALL.put("replace", (text, given, budget) -> replace(text, given, budget));
        ALL.put("upper", (text, given, budget) -> upper(text));
        ALL.put("lower", (text, given, budget) -> lower(text));
        ALL.put("casefold", (text, given, budget) -> lower(upper(text)));
        ALL.put("title", (text, given, budget) -> titled(text, c -> !Character.isLetter(c)));
        ALL.put("capitalize", (text, given, budget) -> capitalized(text));
        ALL.put("swapcase", (text, given, budget) -> byCodePoint(text, TextMethods::swapped));
        ALL.put("find", (text, given, budget) -> find(text, given, false));
        ALL.put("rfind", (text, given, budget) -> find(text, given, true));
        ALL.put("index", (text, given, budget) -> index(text, given, false));
        ALL.put("rindex", (text, given, budget) -> index(text, given, true));
        ALL.put("count", (text, given, budget) -> count(text, given));
        ALL.put("join", (text, given, budget) -> joined(text, budget.items(given.required("iterable")), budget));
        ALL.put("partition", (text, given, budget) -> partition(text, given, false));
        ALL.put("rpartition", (text, given, budget) -> partition(text, given, true));
        ALL.put("removeprefix", (text, given, budget) -> {
            String prefix = Values.mustBeText(given.required("prefix")).value();
            return text.value().startsWith(prefix)
                    ? text.sub(prefix.length(), text.value().length())
                    : text;
        });
        ALL.put("removesuffix", (text, given, budget) -> {
            String suffix = Values.mustBeText(given.required("suffix")).value();
            return text.value().endsWith(suffix) ? text.sub(0, text.value().length() - suffix.length()) : text;
        });
        ALL.put("center", (text, given, budget) -> padded(text, given, budget, 2));
        ALL.put("ljust", (text, given, budget) -> padded(text, given, budget, 0));
        ALL.put("rjust", (text, given, budget) -> padded(text, given, budget, 1));
        ALL.put("zfill", (text, given, budget) -> zeros(text, given, budget));
        ALL.put("format", (text, given, budget) -> Formatted.braces(text, given, budget));
        ALL.put("isdigit", (text, given, budget) -> every(text, c -> Character.isDigit(c)));
        ALL.put("isdecimal", (text, given, budget) -> every(text, c -> Character.isDigit(c)));
        ALL.put("isnumeric", (text, given, budget) -> every(text, TextMethods::isNumeric));
        ALL.put("isalpha", (text, given, budget) -> every(text, c -> Character.isLetter(c)));
        ALL.put("isalnum", (text, given, budget) -> every(text, c -> Character.isLetter(c) || isNumeric(c)));
        ALL.put("isspace", (text, given, budget) -> every(text, Space::is));
        ALL.put("islower", (text, given, budget) -> cased(text, Character::isLowerCase, Character::isUpperCase));
        ALL.put("isupper", (text, given, budget) -> cased(text, Character::isUpperCase, Character::isLowerCase));
        ALL.put("isascii", (text, given, budget) -> text.value().chars().allMatch(c -> c < 0x80));
    }

    private TextMethods() {}

    static Optional<Function> of(Text text, String name, Budget budget) {
        return Optional.ofNullable(ALL.get(name)).map(method -> given -> {
            budget.read(text);
            Object result = method.call(text, given, budget);
            if (result instanceof Text made && result != text) {
                budget.made(made);
            }
            given.done("'" + name + "'");
            return result;
        });
    }

    private static Text strip(Text text, Function.Given given, boolean left, boolean right) {
        Object characters = given.value("chars", None.NONE);
        if (characters == None.NONE) {
            return stripped(text, Space::is, left, right);
        }
        Text dropped = Values.mustBeText(characters);
        given.budget().search(text, dropped.value().length());
        return stripped(text, oneOf(dropped), left, right);
    }

    private static IntPredicate oneOf(Text characters) {
        String all = characters.value();
        return c -> all.indexOf(c) >= 0;
    }

    static Text stripped(Text text, IntPredicate drop, boolean left, boolean right) {
        String value = text.value();
        int start = 0;
        int end = value.length();
        while (left && start < end && drop.test(value.codePointAt(start))) {
            start += Character.charCount(value.codePointAt(start));
        }
        while (right && end > start && drop.test(value.codePointBefore(end))) {
            end -= Character.charCount(value.codePointBefore(end));
        }
        return text.sub(start, end);
    }

    private static List<Object> split(Text text, Function.Given given, Budget budget) {
        Object separator = given.value("sep", None.NONE);
        long most = given.whole("maxsplit", -1);
        return separator == None.NONE
                ? words(text, most, budget)
                : parts(text, notEmpty(Values.mustBeText(separator)), most, budget);
    }

    private static String notEmpty(Text separator) {
        if (separator.isEmpty()) {
            throw TemplateError.failed("an empty separator");
        }
        return separator.value();
    }

    static List<Object> words(Text text, long most, Budget budget) {
        List<Object> words = new ArrayList<>();
        String value = text.value();
        int at = Space.after(value, 0);
        while (at < value.length()) {
            if (words.size() == most) {
                words.add(text.sub(at, Space.before(value, value.length())));
                break;
            }
            int end = at;
            while (end < value.length() && !Space.is(value.charAt(end))) {
                end++;
            }
            budget.pieces(1);
            words.add(text.sub(at, end));
            at = Space.after(value, end);
        }
        return words;
    }

    private static List<Object> parts(Text text, String separator, long most, Budget budget) {
        budget.search(text, separator.length());
        List<Object> parts = new ArrayList<>();
        int at = 0;
        int next = text.value().indexOf(separator);
        while (next >= 0 && parts.size() != most) {
            parts.add(text.sub(at, next));
            at = next + separator.length();
            next = text.value().indexOf(separator, at);
            budget.pieces(1);
        }
        parts.add(text.sub(at, text.value().length()));
        return parts;
    }

    private static List<Object> splitFromTheRight(Text text, Function.Given given, Budget budget) {
        Object separator = given.value("sep", None.NONE);
        long most = given.whole("maxsplit", -1);
        boolean bySpace = separator == None.NONE;
        List<Object> all =
                bySpace ? words(text, -1, budget) : parts(text, notEmpty(Values.mustBeText(separator)), -1, budget);
        if (most < 0 || all.size() <= most + 1) {
            return all;
        }
        // What stays together is cut off the text, so that its separators stay as they are.
        List<Object> last = all.subList(all.size() - (int) most, all.size());
        int end = text.value().length();
        for (int i = last.size() - 1; i >= 0; i--) {
            String part = ((Text) last.get(i)).value();
            end = bySpace ? text.value().lastIndexOf(part, end - part.length()) : end - part.length();
            end = bySpace
                    ? Space.before(text.value(), end)
                    : end - ((Text) separator).value().length();
        }
        List<Object> parts = new ArrayList<>();
        Text first = text.sub(0, end);
        parts.add(bySpace ? stripped(first, Space::is, true, true) : first);
        parts.addAll(last);
        return parts;
    }

    private static List<Object> lines(Text text, boolean keep, Budget budget) {
        List<Object> lines = new ArrayList<>();
        String value = text.value();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean ends =
                    (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
            if (ends) {
                int after = c == '\r' && i + 1 < value.length() && value.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                lines.add(text.sub(start, keep ? after : i));
                start = after;
                i = after - 1;
                budget.pieces(1);
            }
        }
        if (start < value.length()) {
            lines.add(text.sub(start, value.length()));
        }
        return lines;
    }

    private static boolean any(Function.Given given, java.util.function.Predicate<String> holds) {
        Object wanted = given.required("prefix");
        if (wanted instanceof Tuple(List<Object> several)) {
            return several.stream()
                    .anyMatch(one -> holds.test(Values.mustBeText(one).value()));
        }
        return holds.test(Values.mustBeText(wanted).value());
    }

    private static Text replace(Text text, Function.Given given, Budget budget) {
        return replaced(
                text,
                Values.mustBeText(given.required("old")).value(),
                Values.mustBeText(given.required("new")),
                given.whole("count", -1),
                budget);
    }

    static Text replaced(Text text, String old, Text fresh, long most, Budget budget) {
        budget.search(text, old.length());
        Text.Builder out = new Text.Builder();
        String value = text.value();
        int at = 0;
        long done = 0;
        // Between any two characters there is an empty text.
        int next = value.indexOf(old);
        while (next >= 0 && done != most) {
            budget.characters(fresh.value().length() + 1L);
            out.append(text.sub(at, next)).append(fresh);
            at = next + old.length();
            done++;
            if (old.isEmpty()) {
                if (at == value.length()) {
                    break;
                }
                int after = at + Character.charCount(value.codePointAt(at));
                next = after;
            } else {
                next = value.indexOf(old, at);
            }
        }
        return budget.made(out.append(text.sub(at, value.length())).build());
    }

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

    private static Text byCodePoint(Text text, IntUnaryOperator change) {
        return text.mapped(run -> run.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    private static int swapped(int c) {
        return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    }

    /** Position in code points; −1 if there is none. */
    private static long find(Text text, Function.Given given, boolean last) {
        String wanted = Values.mustBeText(given.required("sub")).value();
        int length = text.length();
        int start = place(given, "start", 0, length);
        int end = place(given, "end", length, length);
        if (start > end) {
            return -1;
        }
        given.budget().search(text, wanted.length());
        Text part = text.slice(start, end);
        int found = last ? part.value().lastIndexOf(wanted) : part.value().indexOf(wanted);
        return found < 0 ? -1 : start + part.value().codePointCount(0, found);
    }

    private static int place(Function.Given given, String name, int otherwise, int length) {
        Object value = given.value(name, None.NONE);
        if (value == None.NONE) {
            return otherwise;
        }
        long place = Numbers.whole(value);
        return (int) Math.clamp(place < 0 ? place + length : place, 0, length);
    }

    private static long index(Text text, Function.Given given, boolean last) {
        long found = find(text, given, last);
        if (found < 0) {
            throw TemplateError.failed("substring not found");
        }
        return found;
    }

    private static long count(Text text, Function.Given given) {
        String wanted = Values.mustBeText(given.required("sub")).value();
        if (wanted.isEmpty()) {
            return text.length() + 1L;
        }
        given.budget().search(text, wanted.length());
        long count = 0;
        for (int at = text.value().indexOf(wanted); at >= 0; at = text.value().indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }

    static Text joined(Text between, List<Object> items, Budget budget) {
        Text.Builder out = new Text.Builder();
        boolean first = true;
        for (Object item : items) {
            Text text = Values.mustBeText(item);
            budget.characters((long) text.value().length() + between.value().length());
            if (!first) {
                out.append(between);
            }
            out.append(text);
            first = false;
        }
        return out.build();
    }

    private static Tuple partition(Text text, Function.Given given, boolean last) {
        Text separator = Values.mustBeText(given.required("sep"));
        String wanted = notEmpty(separator);
        given.budget().search(text, wanted.length());
        int at = last ? text.value().lastIndexOf(wanted) : text.value().indexOf(wanted);
        if (at < 0) {
            return new Tuple(last ? List.of(Text.EMPTY, Text.EMPTY, text) : List.of(text, Text.EMPTY, Text.EMPTY));
        }
        int after = at + wanted.length();
        return new Tuple(List.of(
                text.sub(0, at),
                text.sub(at, after),
                text.sub(after, text.value().length())));
    }

    private static Text padded(Text text, Function.Given given, Budget budget, int side) {
        return padded(
                text, Numbers.whole(given.required("width")), given.text("fillchar", Text.written(" ")), budget, side);
    }

    /** @param side where the filling goes: 0 behind, 1 in front, 2 on both */
    static Text padded(Text text, long width, Text fill, Budget budget, int side) {
        long missing = width - text.length();
        if (missing <= 0) {
            return text;
        }
        if (fill.length() != 1) {
            throw TemplateError.failed("the fill character must be exactly one character long");
        }
        budget.characters(missing);
        int all = (int) missing;
        // As CPython divides what is odd.
        int front = side == 0 ? 0 : side == 1 ? all : all / 2 + (all & (int) width & 1);
        return Text.written(fill.value().repeat(front))
                .plus(text)
                .plus(Text.written(fill.value().repeat(all - front)));
    }

    private static Text zeros(Text text, Function.Given given, Budget budget) {
        boolean signed = text.value().startsWith("-") || text.value().startsWith("+");
        Text sign = text.sub(0, signed ? 1 : 0);
        long width = Numbers.whole(given.required("width")) - (signed ? 1 : 0);
        Text digits = text.sub(signed ? 1 : 0, text.value().length());
        return sign.plus(padded(digits, width, Text.written("0"), budget, 1));
    }

    private static boolean every(Text text, IntPredicate holds) {
        return !text.isEmpty() && text.value().codePoints().allMatch(holds);
    }

    private static boolean cased(Text text, IntPredicate some, IntPredicate none) {
        return text.value().codePoints().anyMatch(some)
                && text.value().codePoints().noneMatch(none);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
