package hone.trainer.jinja;

import java.util.List;
import java.util.function.Predicate;

/** Where Python's str finds one text in another, and what it puts there instead. */
final class TextPlaces {
    private TextPlaces() {}

    static boolean any(Function.Given given, Predicate<String> holds) {
        Object wanted = given.required("prefix");
        if (wanted instanceof Tuple(List<Object> several)) {
            return several.stream()
                    .anyMatch(one -> holds.test(Values.mustBeText(one).value()));
        }
        return holds.test(Values.mustBeText(wanted).value());
    }

    static Text replace(Text text, Function.Given given, Budget budget) {
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

    /** Position in code points; −1 if there is none. */
    static long find(Text text, Function.Given given, boolean last) {
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

    static long index(Text text, Function.Given given, boolean last) {
        long found = find(text, given, last);
        if (found < 0) {
            throw TemplateError.failed("substring not found");
        }
        return found;
    }

    static long count(Text text, Function.Given given) {
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
}
