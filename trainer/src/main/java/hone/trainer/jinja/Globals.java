package hone.trainer.jinja;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The functions that every template has. */
final class Globals {
    /** As Jinja's sandbox has it. */
    private static final int RANGE_MAX = 100_000;

    private Globals() {}

    static Optional<Object> named(String name, ZonedDateTime now, Budget budget) {
        return Optional.ofNullable(
                switch (name) {
                    case "range" -> (Function) given -> range(given, budget);
                    case "namespace" ->
                        (Function) given -> {
                            Namespace namespace = new Namespace();
                            while (given.hasNext()) {
                                Values.copied(dict(given.value("", None.NONE)), budget)
                                        .forEach((key, value) -> namespace
                                                .members()
                                                .put(Values.text(key, budget).value(), value));
                            }
                            namespace.members().putAll(given.named());
                            return namespace;
                        };
                    case "dict" ->
                        (Function) given -> {
                            Map<Object, Object> dict = given.hasNext()
                                    ? Values.copied(dict(given.value("", None.NONE)), budget)
                                    : new LinkedHashMap<>();
                            given.named().forEach((key, value) -> dict.put(Text.written(key), value));
                            return dict;
                        };
                    case "joiner" ->
                        (Function) given -> {
                            Text between = given.text("sep", Text.written(", "));
                            boolean[] used = {false};
                            return (Function) none -> {
                                Text next = used[0] ? between : Text.EMPTY;
                                used[0] = true;
                                return next;
                            };
                        };
                    case "raise_exception" ->
                        (Function) given -> {
                            throw new TemplateError(
                                    TemplateError.Cause.RAISED,
                                    0,
                                    Values.text(given.required("message"), budget)
                                            .value());
                        };
                    case "strftime_now" ->
                        (Function) given -> Text.written(
                                time(Values.mustBeText(given.required("format")).value(), now, budget));
                    default -> null;
                });
    }

    private static Map<?, ?> dict(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw TemplateError.failed("a dict is needed, not " + Values.typeName(value));
    }

    private static List<Object> range(Function.Given given, Budget budget) {
        List<Object> numbers = given.rest();
        if (numbers.isEmpty() || numbers.size() > 3) {
            throw TemplateError.failed("'range' takes one to three numbers");
        }
        long start = numbers.size() == 1 ? 0 : Numbers.whole(numbers.getFirst());
        long stop = Numbers.whole(numbers.get(numbers.size() == 1 ? 0 : 1));
        long step = numbers.size() == 3 ? Numbers.whole(numbers.get(2)) : 1;
        if (step == 0) {
            throw TemplateError.failed("the step of a range can't be 0");
        }
        double count = Math.ceil(((double) stop - start) / step);
        if (count > RANGE_MAX) {
            throw TemplateError.limit("a range is longer than " + RANGE_MAX);
        }
        List<Object> all = new ArrayList<>();
        for (long i = 0, value = start; i < count; i++, value += step) {
            all.add(value);
        }
        budget.steps(all.size());
        return all;
    }

    /** C's strftime in English, without what depends on a country. */
    private static String time(String format, ZonedDateTime now, Budget budget) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char kind = format.charAt(++i);
            boolean unpadded = kind == '-' && i + 1 < format.length();
            String part = part(unpadded ? format.charAt(++i) : kind, now);
            out.append(unpadded ? part.replaceFirst("^0+(?=.)", "") : part);
            budget.characters(part.length());
        }
        return out.toString();
    }

    private static String part(char kind, ZonedDateTime now) {
        Locale english = Locale.ENGLISH;
        return switch (kind) {
            case 'Y' -> String.format("%04d", now.getYear());
            case 'y' -> two(now.getYear() % 100);
            case 'm' -> two(now.getMonthValue());
            case 'd' -> two(now.getDayOfMonth());
            case 'e' -> String.format("%2d", now.getDayOfMonth());
            case 'j' -> String.format("%03d", now.getDayOfYear());
            case 'H' -> two(now.getHour());
            case 'I' -> two((now.getHour() + 11) % 12 + 1);
            case 'M' -> two(now.getMinute());
            case 'S' -> two(now.getSecond());
            case 'f' -> String.format("%06d", now.get(ChronoField.MICRO_OF_SECOND));
            case 'p' -> now.getHour() < 12 ? "AM" : "PM";
            case 'a' -> now.getDayOfWeek().getDisplayName(TextStyle.SHORT, english);
            case 'A' -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, english);
            case 'b', 'h' -> now.getMonth().getDisplayName(TextStyle.SHORT, english);
            case 'B' -> now.getMonth().getDisplayName(TextStyle.FULL, english);
            case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
            case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
            case 'F' -> part('Y', now) + "-" + part('m', now) + "-" + part('d', now);
            case 'T' -> part('H', now) + ":" + part('M', now) + ":" + part('S', now);
            case 'D' -> part('m', now) + "/" + part('d', now) + "/" + part('y', now);
            case 'R' -> part('H', now) + ":" + part('M', now);
            // Python's now() has no zone, so these print nothing there.
            case 'z', 'Z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> throw TemplateError.failed("the time format '%" + kind + "' is not known here");
        };
    }

    private static String two(int number) {
        return String.format("%02d", number);
    }
}
