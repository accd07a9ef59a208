package hone.trainer.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Python's {@code json.dumps}. */
final class Json {
    private static final int DEPTH_MAX = 100;
    private static final int ASCII_MAX = 126;

    private final StringBuilder out = new StringBuilder();
    private final Settings settings;
    private final Budget budget;
    private boolean anyData;

    /**
     * @param ascii whether other characters are escaped
     * @param indent what each level is indented by; empty for everything on one line
     */
    record Settings(boolean ascii, Optional<String> indent, String comma, String colon, boolean sorted) {}

    private Json(Settings settings, Budget budget) {
        this.budget = budget;
        this.settings = settings;
    }

    static Text of(Object value, Settings settings, Budget budget) {
        Json json = new Json(settings, budget);
        json.add(value, 0);
        String text = json.out.toString();
        return json.anyData ? Text.given(text) : Text.written(text);
    }

    private void add(Object value, int depth) {
        budget.step();
        if (depth > DEPTH_MAX) {
            throw TemplateError.limit("a value has more than " + DEPTH_MAX + " levels");
        }
        switch (value) {
            case Text text -> string(text);
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case BigInteger number -> out.append(number);
            case Double number -> out.append(decimal(number));
            case None none -> out.append("null");
            case List<?> list -> list(list, depth);
            case Tuple tuple -> list(tuple.items(), depth);
            case Map<?, ?> map -> map(map, depth);
            case Undefined undefined -> throw TemplateError.failed("Undefined has no JSON: " + undefined.message());
            default -> throw TemplateError.failed(Values.typeName(value) + " has no JSON");
        }
    }

    private static String decimal(double number) {
        return Double.isNaN(number)
                ? "NaN"
                : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Numbers.printed(number);
    }

    private void list(List<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
            lineBreak(depth + 1);
            add(each.next(), depth + 1);
            separator(each.hasNext() ? settings.comma : "");
        }
        lineBreak(depth);
        out.append(']');
    }

    private void map(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        Map<?, ?> ordered = map;
        if (settings.sorted) {
            Map<Object, Object> sorted = new TreeMap<>((a, b) -> Values.compare(a, b, budget));
            sorted.putAll(Values.cast(map));
            ordered = sorted;
        }
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> each = ordered.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<?, ?> entry = each.next();
            lineBreak(depth + 1);
            key(entry.getKey());
            separator(settings.colon);
            add(entry.getValue(), depth + 1);
            separator(each.hasNext() ? settings.comma : "");
        }
        lineBreak(depth);
        out.append('}');
    }

    /** A template may choose them, and long ones. */
    private void separator(String separator) {
        budget.characters(separator.length());
        out.append(separator);
    }

    private void key(Object key) {
        switch (key) {
            case Text text -> string(text);
            case Long number -> out.append('"').append(number).append('"');
            case BigInteger number -> out.append('"').append(number).append('"');
            case Double number -> out.append('"').append(decimal(number)).append('"');
            case None none -> out.append("\"null\"");
            default -> throw TemplateError.failed(Values.typeName(key) + " can't be a key in JSON");
        }
    }

    private void lineBreak(int depth) {
        settings.indent.ifPresent(indent -> {
            budget.characters((long) indent.length() * depth);
            out.append('\n').append(indent.repeat(depth));
        });
    }

    private void string(Text text) {
        anyData |= text.hasData();
        budget.characters(text.value().length());
        out.append('"');
        String value = text.value();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || (settings.ascii && c > ASCII_MAX)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
