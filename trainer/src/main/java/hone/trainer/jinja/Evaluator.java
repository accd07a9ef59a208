package hone.trainer.jinja;

import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of expressions. */
final class Evaluator {
    private final Budget budget;
    private final Members members;
    private final Filters.Context filters;
    private final ZonedDateTime now;

    Evaluator(Budget budget, ZonedDateTime now) {
        this.budget = budget;
        this.now = now;
        this.members = new Members(budget);
        this.filters = new Filters.Context(budget, members);
    }

    Object value(Expr expression, Names names) {
        budget.step();
        budget.deeper();
        Object value = switch (expression) {
            case Expr.Const constant -> constant.value();
            case Expr.Name name ->
                names.find(name.name())
                        .or(() -> Globals.named(name.name(), now, budget))
                        .orElseGet(() -> Undefined.name(name.name()));
            case Expr.Attribute attribute -> members.attribute(value(attribute.of(), names), attribute.name());
            case Expr.Item item -> members.subscript(value(item.of(), names), value(item.index(), names));
            case Expr.Slice slice -> slice(slice, names);
            case Expr.Call call -> call(value(call.callee(), names), given(call.arguments(), names));
            case Expr.Filter filter ->
                filter(value(filter.value(), names), new Node.Step(filter.name(), filter.arguments()), names);
            case Expr.Test test -> Tests.holds(test.name(), value(test.value(), names), given(test.arguments(), names));
            case Expr.Not not -> !Values.isTrue(value(not.value(), names));
            case Expr.Negative negative -> negated(value(negative.value(), names));
            case Expr.Positive positive -> needNumber(value(positive.value(), names));
            case Expr.And and -> {
                Object left = value(and.left(), names);
                yield Values.isTrue(left) ? value(and.right(), names) : left;
            }
            case Expr.Or or -> {
                Object left = value(or.left(), names);
                yield Values.isTrue(left) ? left : value(or.right(), names);
            }
            case Expr.Arithmetic sum -> calculate(sum.operator(), value(sum.left(), names), value(sum.right(), names));
            case Expr.Compare compare -> compare(compare, names);
            case Expr.Concat concat -> {
                Text.Builder all = new Text.Builder();
                for (Expr part : concat.parts()) {
                    all.append(budget.made(Values.text(value(part, names), budget)));
                }
                yield all.build();
            }
            case Expr.Conditional choice -> {
                if (Values.isTrue(value(choice.condition(), names))) {
                    yield value(choice.then(), names);
                }
                yield choice.otherwise().isPresent()
                        ? value(choice.otherwise().get(), names)
                        : new Undefined("the inline if-expression evaluated to false and no else section was defined");
            }
            case Expr.ListOf list -> values(list.items(), names);
            case Expr.TupleOf tuple -> new Tuple(values(tuple.items(), names));
            case Expr.DictOf dict -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (Expr.Pair pair : dict.pairs()) {
                    map.put(Values.key(value(pair.key(), names), budget), value(pair.value(), names));
                }
                yield map;
            }
        };
        budget.shallower();
        return value;
    }

    Object filter(Object value, Node.Step step, Names names) {
        return Filters.apply(step.name(), value, given(step.arguments(), names), filters);
    }

    Object call(Object callee, Function.Given given) {
        if (callee instanceof Function function) {
            return function.call(given);
        }
        if (callee instanceof Undefined undefined) {
            throw undefined.used();
        }
        throw TemplateError.failed(Values.typeName(callee) + " can't be called");
    }

    Function.Given given(Expr.Arguments arguments, Names names) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> places = values(arguments.places(), names);
        arguments.names().forEach((name, expression) -> named.put(name, value(expression, names)));
        return new Function.Given(places, named, budget);
    }

    private List<Object> values(List<Expr> expressions, Names names) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(value(expression, names));
        }
        return values;
    }

    private Object compare(Expr.Compare compare, Names names) {
        Object left = value(compare.first(), names);
        for (Expr.Compared next : compare.others()) {
            Object right = value(next.value(), names);
            boolean holds = switch (next.operator()) {
                case "==" -> Values.equal(left, right, budget);
                case "!=" -> !Values.equal(left, right, budget);
                case "<" -> Values.compare(left, right, budget) < 0;
                case "<=" -> Values.compare(left, right, budget) <= 0;
                case ">" -> Values.compare(left, right, budget) > 0;
                case ">=" -> Values.compare(left, right, budget) >= 0;
                case "in" -> Values.contains(right, left, budget);
                default -> !Values.contains(right, left, budget);
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object calculate(String operator, Object left, Object right) {
        if (left instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (Numbers.isNumber(left)
                && Numbers.isNumber(right)
                && !(left instanceof BigInteger)
                && !(right instanceof BigInteger)) {
            return Numbers.calculate(operator, left, right);
        }
        switch (operator) {
            case "+" -> {
                if (left instanceof Text a && right instanceof Text b) {
                    budget.characters((long) a.value().length() + b.value().length());
                    return a.plus(b);
                }
                if (left instanceof List<?> a && right instanceof List<?> b) {
                    return joined(Values.cast(a), Values.cast(b));
                }
                if (left instanceof Tuple a && right instanceof Tuple b) {
                    return new Tuple(joined(a.items(), b.items()));
                }
            }
            case "*" -> {
                if (Numbers.number(right) instanceof Long times && !Numbers.isNumber(left)) {
                    return repeated(left, times);
                }
                if (Numbers.number(left) instanceof Long times && !Numbers.isNumber(right)) {
                    return repeated(right, times);
                }
            }
            case "%" -> {
                if (left instanceof Text format) {
                    List<Object> places = right instanceof Tuple tuple ? tuple.items() : List.of(right);
                    boolean byName = right instanceof Map;
                    return Formatted.percent(
                            format, byName ? List.of() : places, byName ? (Map<?, ?>) right : Map.of(), budget);
                }
            }
            default -> {
                // no other operator knows anything but numbers
            }
        }
        throw TemplateError.failed(
                "'" + operator + "' can't be used with " + Values.typeName(left) + " and " + Values.typeName(right));
    }

    private List<Object> joined(List<Object> a, List<Object> b) {
        budget.steps((long) a.size() + b.size());
        List<Object> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Object repeated(Object value, long times) {
        long count = Math.max(0, times);
        return switch (value) {
            case Text text -> {
                budget.characters(capped(text.value().length(), count));
                Text.Builder all = new Text.Builder();
                for (long i = 0; i < count && !text.isEmpty(); i++) {
                    all.append(text);
                }
                yield all.build();
            }
            case List<?> list -> {
                budget.steps(capped(list.size(), count));
                List<Object> all = new ArrayList<>();
                for (long i = 0; i < count && !list.isEmpty(); i++) {
                    all.addAll(list);
                }
                yield all;
            }
            default -> throw TemplateError.failed(Values.typeName(value) + " can't be repeated");
        };
    }

    private static long capped(long size, long count) {
        return size == 0 ? 0 : count > Integer.MAX_VALUE ? Long.MAX_VALUE / 4 : size * count;
    }

    private static Object negated(Object value) {
        Object number = needNumber(value);
        return number instanceof Double decimal ? (Object) (-decimal) : (Object) Math.negateExact((Long) number);
    }

    private static Object needNumber(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (!Numbers.isNumber(value) || value instanceof BigInteger) {
            throw TemplateError.failed("a number is needed, not " + Values.typeName(value));
        }
        return Numbers.number(value);
    }

    private Object slice(Expr.Slice slice, Names names) {
        Object of = value(slice.of(), names);
        Optional<Long> start = place(slice.start(), names);
        Optional<Long> stop = place(slice.stop(), names);
        long step = place(slice.step(), names).orElse(1L);
        if (step == 0) {
            throw TemplateError.failed("the step of a slice can't be 0");
        }
        if (of instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (of instanceof Text text && step == 1) {
            budget.read(text);
            int length = text.length();
            int from = bound(start, 0, length);
            return text.slice(from, Math.max(from, bound(stop, length, length)));
        }
        if (!(of instanceof Text) && !(of instanceof List) && !(of instanceof Tuple)) {
            throw TemplateError.failed(Values.typeName(of) + " can't be sliced");
        }
        List<Object> part = sliced(budget.items(of), start, stop, step);
        return switch (of) {
            case Text text -> TextMethods.joined(Text.EMPTY, part, budget);
            case Tuple tuple -> new Tuple(part);
            default -> part;
        };
    }

    private Optional<Long> place(Optional<Expr> expression, Names names) {
        return expression
                .map(one -> value(one, names))
                .filter(value -> value != None.NONE)
                .map(Numbers::whole);
    }

    private static int bound(Optional<Long> place, int otherwise, int length) {
        return place.map(at -> (int) Math.clamp(at < 0 ? at + length : at, 0, length))
                .orElse(otherwise);
    }

    private List<Object> sliced(List<Object> all, Optional<Long> start, Optional<Long> stop, long step) {
        int size = all.size();
        List<Object> part = new ArrayList<>();
        if (step > 0) {
            int end = bound(stop, size, size);
            for (long i = bound(start, 0, size); i < end; i += Math.min(step, size + 1L)) {
                part.add(all.get((int) i));
            }
        } else {
            long from = start.map(at -> Math.clamp(at < 0 ? at + size : at, -1L, size - 1L))
                    .orElse(size - 1L);
            long end = stop.map(at -> Math.clamp(at < 0 ? at + size : at, -1L, size - 1L))
                    .orElse(-1L);
            for (long i = from; i > end; i += Math.max(step, -size - 1L)) {
                part.add(all.get((int) i));
            }
        }
        budget.steps(part.size());
        return part;
    }
}
