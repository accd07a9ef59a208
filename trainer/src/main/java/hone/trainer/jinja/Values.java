package hone.trainer.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The values of a template are plain: {@link Text}, Boolean, Long, Double, BigInteger, {@link None}, List, {@link Tuple}, Map,
 * {@link Undefined}, {@link Namespace}, {@link Generator}, {@link Function} and {@link Loop}. There is nothing else, and no
 * reflection, so a template reaches what it was given and no more.
 */
final class Values {
    private static final int KEY_PARTS_MAX = 1_000;

    private Values() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case BigInteger number -> number.signum() != 0;
            case Text text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Tuple tuple -> !tuple.items().isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case None none -> false;
            case Undefined undefined -> false;
            default -> true;
        };
    }

    static boolean equal(Object a, Object b, Budget budget) {
        budget.step();
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return a instanceof BigInteger || b instanceof BigInteger ? a.equals(b) : Numbers.compare(a, b) == 0;
        }
        if (a instanceof Text x && b instanceof Text y) {
            budget.read(x);
            return x.equals(y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return equalItems(x, y, budget);
        }
        if (a instanceof Tuple(List<Object> x) && b instanceof Tuple(List<Object> y)) {
            return equalItems(x, y, budget);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(entry -> y.containsKey(entry.getKey())
                                    && equal(entry.getValue(), Objects.requireNonNull(y.get(entry.getKey())), budget));
        }
        return a.equals(b);
    }

    private static boolean equalItems(List<?> x, List<?> y, Budget budget) {
        if (x.size() != y.size()) {
            return false;
        }
        for (int i = 0; i < x.size(); i++) {
            if (!equal(x.get(i), y.get(i), budget)) {
                return false;
            }
        }
        return true;
    }

    static int compare(Object a, Object b, Budget budget) {
        budget.step();
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b);
        }
        if (a instanceof Text x && b instanceof Text y) {
            budget.read(x);
            return byCodePoints(x.value(), y.value());
        }
        if (a instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (isSequence(a) && isSequence(b)) {
            List<Object> x = items(a);
            List<Object> y = items(b);
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                if (!equal(x.get(i), y.get(i), budget)) {
                    return compare(x.get(i), y.get(i), budget);
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        throw TemplateError.failed(typeName(a) + " and " + typeName(b) + " can't be compared");
    }

    private static boolean isSequence(Object value) {
        return value instanceof List<?> || value instanceof Tuple;
    }

    private static int byCodePoints(String a, String b) {
        for (int i = 0, j = 0; i < a.length() && j < b.length(); ) {
            int x = a.codePointAt(i);
            int y = b.codePointAt(j);
            if (x != y) {
                return Integer.compare(x, y);
            }
            i += Character.charCount(x);
            j += Character.charCount(y);
        }
        return Integer.compare(a.length(), b.length());
    }

    static boolean contains(Object whole, Object part, Budget budget) {
        return switch (whole) {
            case Text text
            when part instanceof Text other -> {
                budget.search(text, other.value().length());
                yield text.value().contains(other.value());
            }
            case Text text -> throw TemplateError.failed("'in <string>' needs a string, not " + typeName(part));
            case Map<?, ?> map -> map.containsKey(key(part, budget));
            default -> budget.items(whole).stream().anyMatch(item -> equal(item, part, budget));
        };
    }

    /** Keys that are equal in Python are equal here. */
    static Object key(Object key, Budget budget) {
        if (key instanceof Tuple tuple) {
            requireSmall(tuple, KEY_PARTS_MAX, budget);
            return tuple;
        }
        return plainKey(key);
    }

    /** A tuple is hashed whole wherever its dict is copied or asked. */
    private static int requireSmall(Tuple tuple, int left, Budget budget) {
        int rest = left;
        for (Object part : tuple.items()) {
            budget.step();
            if (--rest < 0) {
                throw TemplateError.limit("a key has more than " + KEY_PARTS_MAX + " parts");
            }
            if (part instanceof Tuple inner) {
                rest = requireSmall(inner, rest, budget);
            } else {
                plainKey(part);
            }
        }
        return rest;
    }

    private static Object plainKey(Object key) {
        return switch (key) {
            case Boolean flag -> Numbers.number(flag);
            case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 -> number.longValue();
            case Text text -> text;
            case Long number -> number;
            case Double number -> number;
            case None none -> none;
            case BigInteger number -> number;
            case Undefined undefined -> undefined;
            default -> throw TemplateError.failed(typeName(key) + " can't be a key");
        };
    }

    /** What a loop goes through. */
    static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> cast(list);
            case Tuple tuple -> tuple.items();
            case Text text -> text.characters();
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case Generator generator -> generator.read();
            case Undefined undefined -> List.of();
            case Namespace namespace -> throw notIterable(namespace);
            default -> throw notIterable(value);
        };
    }

    @SuppressWarnings("unchecked") // lists of a template hold values only
    static List<Object> cast(List<?> list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked") // likewise
    static Map<Object, Object> cast(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    private static TemplateError notIterable(Object value) {
        return TemplateError.failed(typeName(value) + " can't be gone through");
    }

    static boolean isIterable(Object value) {
        return switch (value) {
            case List<?> list -> true;
            case Tuple tuple -> true;
            case Text text -> true;
            case Map<?, ?> map -> true;
            case Generator generator -> true;
            case Undefined undefined -> true;
            default -> false;
        };
    }

    static long length(Object value) {
        return switch (value) {
            case Text text -> text.length();
            case List<?> list -> list.size();
            case Tuple tuple -> tuple.items().size();
            case Map<?, ?> map -> map.size();
            case Undefined undefined -> 0;
            default -> throw TemplateError.failed(typeName(value) + " has no length");
        };
    }

    /** A text, or what the value prints as. */
    static Text text(Object value, Budget budget) {
        return switch (value) {
            case Text text -> text;
            case Undefined undefined -> Text.EMPTY;
            default -> Printed.of(value, budget);
        };
    }

    /** A text as an argument: nothing is turned into one. */
    static Text mustBeText(Object value) {
        if (value instanceof Text text) {
            return text;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.used();
        }
        throw TemplateError.failed("a string is needed, not " + typeName(value));
    }

    /** Python's name of a type, for messages. */
    static String typeName(Object value) {
        return switch (value) {
            case Text text -> "a string";
            case Boolean flag -> "a bool";
            case Long number -> "an int";
            case BigInteger number -> "an int";
            case Double number -> "a float";
            case None none -> "None";
            case List<?> list -> "a list";
            case Tuple tuple -> "a tuple";
            case Map<?, ?> map -> "a dict";
            case Undefined undefined -> "what is undefined";
            case Generator generator -> "a generator";
            case Namespace namespace -> "a namespace";
            case Loop loop -> "a loop";
            default -> "a function";
        };
    }

    /** As Jinja says in its messages about attributes. */
    static String objectName(Object value) {
        return switch (value) {
            case Text text -> "str object";
            case Boolean flag -> "bool object";
            case Long number -> "int object";
            case BigInteger number -> "int object";
            case Double number -> "float object";
            case None none -> "None";
            case List<?> list -> "list object";
            case Tuple tuple -> "tuple object";
            case Map<?, ?> map -> "dict object";
            default -> typeName(value);
        };
    }

    static Map<Object, Object> copied(Map<?, ?> map, Budget budget) {
        budget.steps(map.size());
        return new LinkedHashMap<>(cast(map));
    }
}
