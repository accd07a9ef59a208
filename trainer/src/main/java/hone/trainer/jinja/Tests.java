package hone.trainer.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands behind {@code is}. */
final class Tests {
    interface Test {
        boolean holds(Object value, Function.Given given);
    }

    private static final Map<String, Test> ALL = new HashMap<>();

    static {
        ALL.put("defined", (value, given) -> !(value instanceof Undefined));
        ALL.put("undefined", (value, given) -> value instanceof Undefined);
        ALL.put("none", (value, given) -> value == None.NONE);
        ALL.put("boolean", (value, given) -> value instanceof Boolean);
        ALL.put("true", (value, given) -> Boolean.TRUE.equals(value));
        ALL.put("false", (value, given) -> Boolean.FALSE.equals(value));
        ALL.put("integer", (value, given) -> value instanceof Long || value instanceof BigInteger);
        ALL.put("float", (value, given) -> value instanceof Double);
        ALL.put("number", (value, given) -> Numbers.isNumber(value));
        ALL.put("string", (value, given) -> value instanceof Text);
        ALL.put("mapping", (value, given) -> value instanceof Map);
        ALL.put("iterable", (value, given) -> Values.isIterable(value));
        ALL.put("sequence", (value, given) -> Values.isIterable(value) && !(value instanceof Generator));
        ALL.put("callable", (value, given) -> value instanceof Function);
        ALL.put("sameas", (value, given) -> same(value, given.required("other")));
        ALL.put("odd", (value, given) -> Math.floorMod(Numbers.whole(value), 2) == 1);
        ALL.put("even", (value, given) -> Math.floorMod(Numbers.whole(value), 2) == 0);
        ALL.put("divisibleby", (value, given) -> {
            Object rest = Numbers.calculate("%", Numbers.whole(value), Numbers.whole(given.required("num")));
            return rest.equals(0L);
        });
        ALL.put("in", (value, given) -> Values.contains(given.required("seq"), value, given.budget()));
        ALL.put("lower", (value, given) -> {
            Text text = Values.text(value, given.budget());
            given.budget().read(text);
            return TextCases.lower(text).equals(text) && !TextCases.upper(text).equals(text);
        });
        ALL.put("upper", (value, given) -> {
            Text text = Values.text(value, given.budget());
            given.budget().read(text);
            return TextCases.upper(text).equals(text) && !TextCases.lower(text).equals(text);
        });
        ALL.put("filter", (value, given) -> value instanceof Text name && Filters.has(name.value()));
        ALL.put("test", (value, given) -> value instanceof Text name && has(name.value()));
        several(
                List.of("eq", "equalto", "=="),
                (value, given) -> Values.equal(value, given.required("other"), given.budget()));
        several(List.of("ne", "!="), (value, given) -> !Values.equal(value, given.required("other"), given.budget()));
        several(
                List.of("lt", "lessthan", "<"),
                (value, given) -> Values.compare(value, given.required("other"), given.budget()) < 0);
        several(
                List.of("le", "<="),
                (value, given) -> Values.compare(value, given.required("other"), given.budget()) <= 0);
        several(
                List.of("gt", "greaterthan", ">"),
                (value, given) -> Values.compare(value, given.required("other"), given.budget()) > 0);
        several(
                List.of("ge", ">="),
                (value, given) -> Values.compare(value, given.required("other"), given.budget()) >= 0);
    }

    private Tests() {}

    private static void several(List<String> names, Test test) {
        names.forEach(name -> ALL.put(name, test));
    }

    private static boolean same(Object a, Object b) {
        boolean small = a instanceof Boolean || a instanceof None || a instanceof Long;
        return small ? a.equals(b) : a == b;
    }

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static boolean holds(String name, Object value, Function.Given given) {
        Test test = ALL.get(name);
        if (test == null) {
            throw TemplateError.failed("there is no test '" + name + "' here");
        }
        boolean holds = test.holds(value, given);
        given.done("the test '" + name + "'");
        return holds;
    }
}
