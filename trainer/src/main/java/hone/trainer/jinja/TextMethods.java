package hone.trainer.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods of Python's str that change nothing else: all that make sense in a template. */
final class TextMethods {
    private interface Method {
        Object call(Text text, Function.Given given, Budget budget);
    }

    private static final Map<String, Method> ALL = new LinkedHashMap<>();

    static {
        ALL.put("strip", (text, given, budget) -> TextCuts.strip(text, given, true, true));
        ALL.put("lstrip", (text, given, budget) -> TextCuts.strip(text, given, true, false));
        ALL.put("rstrip", (text, given, budget) -> TextCuts.strip(text, given, false, true));
        ALL.put("split", (text, given, budget) -> TextCuts.split(text, given, budget));
        ALL.put("rsplit", (text, given, budget) -> TextCuts.splitFromTheRight(text, given, budget));
        ALL.put("splitlines", (text, given, budget) -> TextCuts.lines(text, given.flag("keepends"), budget));
        ALL.put("startswith", (text, given, budget) -> TextPlaces.any(given, text.value()::startsWith));
        ALL.put("endswith", (text, given, budget) -> TextPlaces.any(given, text.value()::endsWith));
        ALL.put("replace", (text, given, budget) -> TextPlaces.replace(text, given, budget));
        ALL.put("upper", (text, given, budget) -> TextCases.upper(text));
        ALL.put("lower", (text, given, budget) -> TextCases.lower(text));
        ALL.put("casefold", (text, given, budget) -> TextCases.lower(TextCases.upper(text)));
        ALL.put("title", (text, given, budget) -> TextCases.titled(text, c -> !Character.isLetter(c)));
        ALL.put("capitalize", (text, given, budget) -> TextCases.capitalized(text));
        ALL.put("swapcase", (text, given, budget) -> TextCases.byCodePoint(text, TextCases::swapped));
        ALL.put("find", (text, given, budget) -> TextPlaces.find(text, given, false));
        ALL.put("rfind", (text, given, budget) -> TextPlaces.find(text, given, true));
        ALL.put("index", (text, given, budget) -> TextPlaces.index(text, given, false));
        ALL.put("rindex", (text, given, budget) -> TextPlaces.index(text, given, true));
        ALL.put("count", (text, given, budget) -> TextPlaces.count(text, given));
        ALL.put("join", (text, given, budget) -> joined(text, budget.items(given.required("iterable")), budget));
        ALL.put("partition", (text, given, budget) -> TextCuts.partition(text, given, false));
        ALL.put("rpartition", (text, given, budget) -> TextCuts.partition(text, given, true));
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
        ALL.put("isdigit", (text, given, budget) -> TextCases.every(text, c -> Character.isDigit(c)));
        ALL.put("isdecimal", (text, given, budget) -> TextCases.every(text, c -> Character.isDigit(c)));
        ALL.put("isnumeric", (text, given, budget) -> TextCases.every(text, TextCases::isNumeric));
        ALL.put("isalpha", (text, given, budget) -> TextCases.every(text, c -> Character.isLetter(c)));
        ALL.put(
                "isalnum",
                (text, given, budget) -> TextCases.every(text, c -> Character.isLetter(c) || TextCases.isNumeric(c)));
        ALL.put("isspace", (text, given, budget) -> TextCases.every(text, Space::is));
        ALL.put(
                "islower",
                (text, given, budget) -> TextCases.cased(text, Character::isLowerCase, Character::isUpperCase));
        ALL.put(
                "isupper",
                (text, given, budget) -> TextCases.cased(text, Character::isUpperCase, Character::isLowerCase));
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
}
