package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What Python's str cuts a text into: stripped, split, in lines, before and after a separator. */
final class TextCuts {
    private TextCuts() {}

    static Text strip(Text text, Function.Given given, boolean left, boolean right) {
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

    static List<Object> split(Text text, Function.Given given, Budget budget) {
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

    private static List<Object> words(Text text, long most, Budget budget) {
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

    static List<Object> splitFromTheRight(Text text, Function.Given given, Budget budget) {
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

    static List<Object> lines(Text text, boolean keep, Budget budget) {
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

    static Tuple partition(Text text, Function.Given given, boolean last) {
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
}
