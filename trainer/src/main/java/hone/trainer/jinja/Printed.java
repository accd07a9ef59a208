package hone.trainer.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Values as Python's str and repr show them. */
final class Printed {
    private static final int DEPTH_MAX = 100;

    private final Text.Builder out = new Text.Builder();

    private final Budget budget;

    private Printed(Budget budget) {
        this.budget = budget;
    }

    static Text of(Object value, Budget budget) {
        Printed printed = new Printed(budget);
        printed.add(value, 0);
        return printed.out.build();
    }

    private void add(Object value, int depth) {
        budget.step();
        if (depth > DEPTH_MAX) {
            throw TemplateError.limit("a value has more than " + DEPTH_MAX + " levels");
        }
        switch (value) {
            case Text text when depth == 0 -> out.append(text);
            case Text text -> {
                budget.characters(text.value().length());
                out.append(quoted(text));
            }
            case Boolean flag -> out.written(flag ? "True" : "False");
            case Long number -> out.written(number.toString());
            case BigInteger number -> out.append(Text.given(number.toString()));
            case Double number -> out.written(Numbers.printed(number));
            case None none -> out.written("None");
            case Undefined undefined -> out.written(depth == 0 ? "" : "Undefined");
            case List<?> list -> items("[", list, "]", depth);
            case Tuple tuple -> items("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", depth);
            case Map<?, ?> map -> {
                out.written("{");
                String comma = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.written(comma);
                    add(entry.getKey(), depth + 1);
                    out.written(": ");
                    add(entry.getValue(), depth + 1);
                    comma = ", ";
                }
                out.written("}");
            }
            default -> throw TemplateError.failed(Values.typeName(value) + " can't be printed");
        }
    }

    private void items(String begin, List<?> items, String end, int depth) {
        out.written(begin);
        String comma = "";
        for (Object item : items) {
            out.written(comma);
            add(item, depth + 1);
            comma = ", ";
        }
        out.written(end);
    }

    static Text quoted(Text text) {
        String value = text.value();
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder shown = new StringBuilder().append(quote);
        value.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                case '\\' -> shown.append("\\\\");
                default -> {
                    if (c == quote) {
                        shown.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        shown.appendCodePoint(c);
                    } else {
                        shown.append(
                                c < 0x100
                                        ? String.format("\\x%02x", c)
                                        : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
                    }
                }
            }
        });
        return text.became(shown.append(quote).toString());
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
