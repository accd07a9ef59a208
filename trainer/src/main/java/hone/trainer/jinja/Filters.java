package hone.trainer.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind a bar, other than what goes through a list ({@link ListFilters}). */
final class Filters {
    interface Filter {
        Object apply(Object value, Function.Given given, Context context);
    }

    /** What filters need of the rendering they are part of. */
    record Context(Budget budget, Members members) {}

    private static final Map<String, Filter> ALL = new HashMap<>();

    static {
        ALL.putAll(ListFilters.ALL);
        both("default", "d", (value, given, context) -> {
            Object otherwise = given.value("default_value", Text.EMPTY);
            boolean falseToo = given.flag("boolean");
            boolean replaced = value instanceof Undefined || (falseToo && !Values.isTrue(value));
            return replaced ? otherwise : value;
        });
        both("length", "count", (value, given, context) -> Values.length(value));
        ALL.put("tojson", Filters::json);
        ALL.put("trim", (value, given, context) -> {
            Object characters = given.value("chars", None.NONE);
            Text text = Values.text(value, context.budget);
            String all =
                    characters == None.NONE ? "" : Values.mustBeText(characters).value();
            context.budget.search(text, all.length());
            return TextCuts.stripped(text, characters == None.NONE ? Space::is : c -> all.indexOf(c) >= 0, true, true);
        });
        ALL.put("upper", (value, given, context) -> TextCases.upper(Values.text(value, context.budget)));
        ALL.put("lower", (value, given, context) -> TextCases.lower(Values.text(value, context.budget)));
        ALL.put("capitalize", (value, given, context) -> TextCases.capitalized(Values.text(value, context.budget)));
        ALL.put(
                "title",
                (value, given, context) -> TextCases.titled(
                        Values.text(value, context.budget), c -> Space.is(c) || "-({[<".indexOf(c) >= 0));
        ALL.put("string", (value, given, context) -> Values.text(value, context.budget));
        ALL.put("safe", (value, given, context) -> value);
        ALL.put(
                "replace",
                (value, given, context) -> TextPlaces.replaced(
                        Values.text(value, context.budget),
                        Values.text(given.required("old"), context.budget).value(),
                        Values.text(given.required("new"), context.budget),
                        given.has("count") ? wholeOr(given.value("count", None.NONE), -1) : -1,
                        context.budget));
        ALL.put("wordcount", (value, given, context) -> (long) Values.text(value, context.budget)
                .value()
                .codePoints()
                .collect(WordCount::new, WordCount::add, (a, b) -> {})
                .words);
        ALL.put(
                "center",
                (value, given, context) -> TextMethods.padded(
                        Values.text(value, context.budget),
                        given.whole("width", 80),
                        Text.written(" "),
                        context.budget,
                        2));
        ALL.put("indent", Filters::indented);
        ALL.put("truncate", Filters::truncated);
        ALL.put("format", (value, given, context) -> {
            List<Object> places = given.rest();
            Map<Object, Object> names = new LinkedHashMap<>();
            given.named().forEach((name, one) -> names.put(Text.written(name), one));
            return Formatted.percent(Values.text(value, context.budget), places, names, context.budget);
        });
        ALL.put("abs", (value, given, context) -> {
            Object number = Numbers.number(value);
            return number instanceof Double decimal
                    ? (Object) Math.abs(decimal)
                    : (Object) Math.absExact(Numbers.whole(number));
        });
        ALL.put("int", Filters::whole);
        ALL.put("float", (value, given, context) -> {
            Object otherwise = given.value("default", 0.0);
            if (Numbers.isNumber(value)) {
                return Numbers.decimal(value);
            }
            return value instanceof Text text
                    ? decimal(text).<Object>map(number -> number).orElse(otherwise)
                    : otherwise;
        });
        ALL.put("round", Filters::rounded);
        ALL.put("attr", (value, given, context) -> {
            String name = Values.mustBeText(given.required("name")).value();
            Object found =
                    value instanceof Map ? new Undefined("no such attribute") : context.members.attribute(value, name);
            return found;
        });
        ALL.put("items", (value, given, context) -> switch (value) {
            case Undefined undefined -> new Generator(List.of());
            case Map<?, ?> map -> new Generator(context.members.pairs(Values.cast(map)));
            default -> throw TemplateError.failed("'items' needs a dict, not " + Values.typeName(value));
        });
    }

    private static final class WordCount {
        private int words;
        private boolean inside;

        /** As Jinja's \w+ counts. */
        void add(int c) {
            boolean letter = c == '_' || Character.isLetterOrDigit(c);
            words += letter && !inside ? 1 : 0;
            inside = letter;
        }
    }

    private Filters() {}

    private static void both(String name, String other, Filter filter) {
        ALL.put(name, filter);
        ALL.put(other, filter);
    }

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static Object apply(String name, Object value, Function.Given given, Context context) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw TemplateError.failed("there is no filter '" + name + "' here");
        }
        if (value instanceof Text text) {
            context.budget.read(text);
        }
        Object result = filter.apply(value, given, context);
        if (result instanceof Text made && result != value) {
            context.budget.made(made);
        }
        given.done("the filter '" + name + "'");
        return result;
    }

    private static long wholeOr(Object value, long otherwise) {
        return value == None.NONE ? otherwise : Numbers.whole(value);
    }

    /** As transformers replaces Jinja's own: no HTML escapes, and every character as itself. */
    private static Object json(Object value, Function.Given given, Context context) {
        boolean ascii = given.flag("ensure_ascii");
        Object indent = given.value("indent", None.NONE);
        Object separators = given.value("separators", None.NONE);
        boolean sorted = given.flag("sort_keys");
        Optional<String> step = indent == None.NONE
                ? Optional.empty()
                : Optional.of(
                        indent instanceof Text text
                                ? text.value()
                                : " ".repeat((int) Math.clamp(Numbers.whole(indent), 0, 100)));
        String comma = step.isPresent() ? "," : ", ";
        String colon = ": ";
        if (separators != None.NONE) {
            List<Object> two = context.budget.items(separators);
            if (two.size() != 2) {
                throw TemplateError.failed("separators are two strings");
            }
            comma = Values.mustBeText(two.getFirst()).value();
            colon = Values.mustBeText(two.getLast()).value();
        }
        return context.budget.made(
                Json.of(value, new Json.Settings(ascii, step, comma, colon, sorted), context.budget));
    }

    private static Object indented(Object value, Function.Given given, Context context) {
        Object width = given.value("width", 4L);
        boolean first = given.flag("first");
        boolean blank = given.flag("blank");
        context.budget.characters(width instanceof Text ? 0 : Math.max(0, Numbers.whole(width)));
        Text step =
                width instanceof Text text ? text : Text.written(" ".repeat((int) Math.max(0, Numbers.whole(width))));
        Text text = Values.text(value, context.budget);
        Text.Builder out = new Text.Builder();
        int at = 0;
        for (int line = 0; at <= text.value().length(); line++) {
            int end = text.value().indexOf('\n', at);
            int stop = end < 0 ? text.value().length() : end;
            boolean indents = (line > 0 || first) && (blank || stop > at || (line == 0 && first));
            if (indents) {
                context.budget.characters(step.value().length());
                out.append(step);
            }
            out.append(text.sub(at, end < 0 ? stop : stop + 1));
            if (end < 0) {
                break;
            }
            at = stop + 1;
        }
        return out.build();
    }

    private static Object truncated(Object value, Function.Given given, Context context) {
        Text text = Values.text(value, context.budget);
        long most = given.whole("length", 255);
        boolean cutsWords = given.flag("killwords");
        Text end = given.text("end", Text.written("..."));
        long leeway = given.whole("leeway", 5);
        if (text.length() <= most + leeway) {
            return text;
        }
        if (most < end.length()) {
            throw TemplateError.failed("a text can't be cut to fewer characters than its end has");
        }
        Text cut = text.slice(0, (int) most - end.length());
        int space = cut.value().lastIndexOf(' ');
        return (cutsWords || space < 0 ? cut : cut.sub(0, space)).plus(end);
    }

    private static Object whole(Object value, Function.Given given, Context context) {
        Object otherwise = given.value("default", 0L);
        int base = (int) given.whole("base", 10);
        if (value instanceof Double decimal) {
            return Double.isFinite(decimal) ? (Object) decimal.longValue() : otherwise;
        }
        if (Numbers.isNumber(value)) {
            return Numbers.number(value);
        }
        if (!(value instanceof Text text)) {
            return otherwise;
        }
        String digits = text.value().strip().replace("_", "");
        try {
            return base >= Character.MIN_RADIX && base <= Character.MAX_RADIX
                    ? Long.parseLong(digits, base)
                    : otherwise;
        } catch (NumberFormatException e) {
            return decimal(text).<Object>map(Double::longValue).orElse(otherwise);
        }
    }

    private static Optional<Double> decimal(Text text) {
        String digits = text.value().strip();
        // Java reads more than Python does: hexadecimal ones and endings such as 1f.
        boolean plain = digits.length() < 400 && digits.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
        return plain ? Optional.of(Double.parseDouble(digits)) : Optional.empty();
    }

    private static Object rounded(Object value, Function.Given given, Context context) {
        int digits = (int) Math.clamp(given.whole("precision", 0), -300, 300);
        String method = given.text("method", Text.written("common")).value();
        if (!Numbers.isNumber(value)) {
            throw TemplateError.failed("'round' needs a number, not " + Values.typeName(value));
        }
        double number = Numbers.decimal(value);
        RoundingMode mode = switch (method) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw TemplateError.failed("'round' knows common, ceil and floor");
        };
        return Double.isFinite(number)
                ? new BigDecimal(number).setScale(digits, mode).doubleValue()
                : number;
    }
}
