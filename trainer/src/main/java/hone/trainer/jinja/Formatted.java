package hone.trainer.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways to fill in a text: {@code '%02d' % x} and {@code '{}'.format(x)}, without their rarer settings. */
final class Formatted {
    private static final Pattern PERCENT = Pattern.compile(
            "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d*)(?:\\.(?<precision>\\d*))?(?<kind>.)",
            Pattern.DOTALL);
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{(?<name>[\\w]*)\\}|[{}]");
    private static final int WIDTH_DIGITS_MAX = 6;
    private static final int PRECISION_MAX = 100;

    private Formatted() {}

    static Text percent(Text format, List<Object> places, Map<?, ?> names, Budget budget) {
        // A name that is never closed is looked for to the end.
        budget.search(format, format.value().length() / 2);
        Text.Builder out = new Text.Builder();
        Matcher each = PERCENT.matcher(format.value());
        int at = 0;
        int taken = 0;
        while (each.find(at)) {
            out.append(format.sub(at, each.start()));
            at = each.end();
            if (each.group("kind").equals("%")) {
                out.written("%");
                continue;
            }
            Object value;
            if (each.group("name") != null) {
                value = Values.cast(names).get(Text.written(each.group("name")));
            } else {
                value = taken < places.size() ? places.get(taken++) : null;
            }
            if (value == null) {
                throw TemplateError.failed("not enough arguments for the format string");
            }
            out.append(one(each, value, budget));
        }
        if (taken < places.size()) {
            throw TemplateError.failed("not all arguments were used by the format string");
        }
        return budget.made(out.append(format.sub(at, format.value().length())).build());
    }

    private static Text one(Matcher each, Object value, Budget budget) {
        String flags = each.group("flags");
        int width = number(each.group("width"), 0);
        int precision = number(each.group("precision"), -1);
        Text text = switch (each.group("kind")) {
            case "s" -> cut(Values.text(value, budget), precision);
            case "r" ->
                cut(value instanceof Text string ? Printed.quoted(string) : Values.text(value, budget), precision);
            case "d", "i", "u" -> signed(flags, Values.text(truncated(value), budget));
            case "x" -> signed(flags, Text.written(Long.toHexString(Numbers.whole(value))));
            case "f", "F" -> signed(flags, fixed(value, precision < 0 ? 6 : precision));
            default -> throw TemplateError.failed("the format '" + each.group() + "' is not known here");
        };
        if (flags.contains("-")) {
            return TextMethods.padded(text, width, Text.written(" "), budget, 0);
        }
        boolean zeros = flags.contains("0")
                && !each.group("kind").equals("s")
                && !each.group("kind").equals("r");
        if (zeros && text.length() < width) {
            boolean sign = text.value().startsWith("-") || text.value().startsWith("+");
            Text digits = text.sub(sign ? 1 : 0, text.value().length());
            return text.sub(0, sign ? 1 : 0)
                    .plus(TextMethods.padded(digits, width - (sign ? 1L : 0), Text.written("0"), budget, 1));
        }
        return TextMethods.padded(text, width, Text.written(" "), budget, 1);
    }

    private static Object truncated(Object value) {
        if (!Numbers.isNumber(value)) {
            throw TemplateError.failed("a number is needed for %d, not " + Values.typeName(value));
        }
        return value instanceof Double decimal ? (Object) decimal.longValue() : Numbers.number(value);
    }

    private static Text fixed(Object value, int digits) {
        if (!Numbers.isNumber(value)) {
            throw TemplateError.failed("a number is needed for %f, not " + Values.typeName(value));
        }
        if (digits > PRECISION_MAX) {
            throw TemplateError.limit("a number would have more than " + PRECISION_MAX + " digits");
        }
        double number = Numbers.decimal(value);
        return Text.written(
                Double.isFinite(number)
                        ? new BigDecimal(number)
                                .setScale(digits, RoundingMode.HALF_EVEN)
                                .toPlainString()
                        : Numbers.printed(number));
    }

    private static Text signed(String flags, Text number) {
        boolean negative = number.value().startsWith("-");
        String sign = negative ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        return Text.written(sign).plus(number);
    }

    private static Text cut(Text text, int most) {
        return most >= 0 && most < text.length() ? text.slice(0, most) : text;
    }

    private static int number(@org.jspecify.annotations.Nullable String digits, int otherwise) {
        if (digits == null || digits.isEmpty()) {
            return otherwise;
        }
        if (digits.length() > WIDTH_DIGITS_MAX) {
            throw TemplateError.limit("a width of " + digits.toLowerCase(Locale.ROOT) + " is too large");
        }
        return Integer.parseInt(digits);
    }

    static Text braces(Text format, Function.Given given, Budget budget) {
        List<Object> places = given.rest();
        Map<String, Object> names = given.named();
        Text.Builder out = new Text.Builder();
        Matcher each = BRACES.matcher(format.value());
        int at = 0;
        int taken = 0;
        while (each.find()) {
            out.append(format.sub(at, each.start()));
            at = each.end();
            String name = each.group("name");
            if (each.group().equals("{{") || each.group().equals("}}")) {
                out.append(format.sub(each.start(), each.start() + 1));
            } else if (name == null) {
                throw TemplateError.failed("this format string is not known here");
            } else {
                boolean byPlace = name.isEmpty() || name.chars().allMatch(Character::isDigit);
                int place = name.isEmpty() ? taken++ : byPlace ? number(name, 0) : 0;
                Object value = byPlace ? (place < places.size() ? places.get(place) : null) : names.get(name);
                if (value == null) {
                    throw TemplateError.failed("the format string names '" + name + "', which is not given");
                }
                out.append(Values.text(value, budget));
            }
            budget.characters(out.length() > 0 ? 1 : 0);
        }
        return budget.made(out.append(format.sub(at, format.value().length())).build());
    }
}
