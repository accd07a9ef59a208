package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a dot and brackets reach: items, and the few methods of strings, dicts and lists that change nothing. */
final class Members {
    private final Budget budget;

    Members(Budget budget) {
        this.budget = budget;
    }

    /** {@code of.name}. */
    Object attribute(Object of, String name) {
        if (of instanceof Undefined undefined) {
            throw undefined.used();
        }
        return method(of, name).or(() -> item(of, Text.written(name))).orElseGet(() -> missing(of, name));
    }

    /** {@code of[key]}. */
    Object subscript(Object of, Object key) {
        if (of instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (key instanceof Undefined undefined && !(of instanceof Map)) {
            throw undefined.used();
        }
        return item(of, key)
                .or(() -> key instanceof Text name ? method(of, name.value()) : Optional.empty())
                .orElseGet(() -> key instanceof Text name
                        ? missing(of, name.value())
                        : new Undefined(Values.objectName(of) + " has no element " + Printed.of(key, budget)));
    }

    /** By a path of names and numbers with dots, as filters take it; what is missing on the way is undefined. */
    Object path(Object of, Object path) {
        Object value = of;
        if (!(path instanceof Text text)) {
            return subscript(of, path);
        }
        budget.pieces(text.value().length());
        for (String part : text.value().split("\\.", -1)) {
            boolean number =
                    !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = subscript(value, number ? (Object) Long.valueOf(part) : Text.written(part));
        }
        return value;
    }

    private static Undefined missing(Object of, String name) {
        return new Undefined("'" + Values.objectName(of) + "' has no attribute '" + name + "'");
    }

    private Optional<Object> item(Object of, Object key) {
        return switch (of) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(Values.key(key, budget)));
            case Namespace namespace ->
                Optional.ofNullable(
                        key instanceof Text name ? namespace.members().get(name.value()) : null);
            case Loop loop -> key instanceof Text name ? Optional.of(loop.member(name.value())) : Optional.empty();
            case List<?> list when Numbers.number(key) instanceof Long place -> at(Values.cast(list), place);
            case Tuple tuple when Numbers.number(key) instanceof Long place -> at(tuple.items(), place);
            case Text text when Numbers.number(key) instanceof Long place -> character(text, place);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> at(List<Object> list, long place) {
        long at = place < 0 ? place + list.size() : place;
        return at >= 0 && at < list.size() ? Optional.of(list.get((int) at)) : Optional.empty();
    }

    private Optional<Object> character(Text text, long place) {
        budget.read(text);
        int length = text.length();
        long at = place < 0 ? place + length : place;
        return at >= 0 && at < length ? Optional.of(text.slice((int) at, (int) at + 1)) : Optional.empty();
    }

    private Optional<Object> method(Object of, String name) {
        return switch (of) {
            case Text text -> TextMethods.of(text, name, budget).map(function -> function);
            case Map<?, ?> map -> dictMethod(Values.cast(map), name).map(function -> function);
            case List<?> list -> listMethod(Values.cast(list), name).map(function -> function);
            case Tuple tuple -> listMethod(tuple.items(), name).map(function -> function);
            case Namespace namespace -> Optional.ofNullable(namespace.members().get(name));
            default -> Optional.empty();
        };
    }

    private Optional<Function> dictMethod(Map<Object, Object> map, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "items" -> given -> pairs(map);
                    case "keys" -> given -> budget.items(map);
                    case "values" -> given -> copied(map.values());
                    case "copy" -> given -> Values.copied(map, budget);
                    case "get" ->
                        given -> {
                            Object key = Values.key(given.required("key"), budget);
                            Object otherwise = given.value("default", None.NONE);
                            return map.getOrDefault(key, otherwise);
                        };
                    case "pop", "popitem", "update", "clear", "setdefault" -> Members::unsafe;
                    default -> null;
                });
    }

    List<Object> pairs(Map<Object, Object> map) {
        List<Object> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) -> pairs.add(new Tuple(List.of(key, value))));
        budget.steps(pairs.size());
        return pairs;
    }

    private List<Object> copied(Collection<Object> items) {
        budget.steps(items.size());
        return new ArrayList<>(items);
    }

    private Optional<Function> listMethod(List<Object> list, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "index" ->
                        given -> {
                            Object wanted = given.required("value");
                            for (int i = 0; i < list.size(); i++) {
                                if (Values.equal(list.get(i), wanted, budget)) {
                                    return (long) i;
                                }
                            }
                            throw TemplateError.failed("the value is not in the list");
                        };
                    case "count" ->
                        given -> {
                            Object wanted = given.required("value");
                            return list.stream()
                                    .filter(item -> Values.equal(item, wanted, budget))
                                    .count();
                        };
                    case "copy" -> given -> copied(list);
                    case "append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear" -> Members::unsafe;
                    default -> null;
                });
    }

    private static Object unsafe(Function.Given given) {
        throw TemplateError.failed("a template can't change a list or a dict");
    }
}
