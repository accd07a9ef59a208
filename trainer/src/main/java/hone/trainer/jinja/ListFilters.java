package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters that go through a list. */
final class ListFilters {
    static final Map<String, Filters.Filter> ALL = new HashMap<>();

    static {
        ALL.put("list", (value, given, context) -> new ArrayList<>(all(value, context)));
        ALL.put("first", (value, given, context) -> {
            List<Object> items = value instanceof Generator generator ? generator.readOne() : all(value, context);
            return items.isEmpty() ? new Undefined("no first item, the sequence was empty") : items.getFirst();
        });
        ALL.put("last", (value, given, context) -> {
            List<Object> items = all(value, context);
            return items.isEmpty() ? new Undefined("no last item, the sequence was empty") : items.getLast();
        });
        ALL.put("reverse", (value, given, context) -> {
            List<Object> items = new ArrayList<>(all(value, context));
            Collections.reverse(items);
            return value instanceof Text
                    ? TextMethods.joined(Text.EMPTY, items, context.budget())
                    : new Generator(items);
        });
        ALL.put("join", (value, given, context) -> {
            Text between = Values.text(given.value("d", Text.EMPTY), context.budget());
            Object attribute = given.value("attribute", None.NONE);
            List<Object> texts = new ArrayList<>();
            for (Object item : all(value, context)) {
                texts.add(Values.text(
                        attribute == None.NONE ? item : context.members().path(item, attribute), context.budget()));
            }
            return TextMethods.joined(between, texts, context.budget());
        });
        ALL.put("map", ListFilters::mapped);
        ALL.put("select", (value, given, context) -> chosen(value, given, context, false, true));
        ALL.put("reject", (value, given, context) -> chosen(value, given, context, false, false));
        ALL.put("selectattr", (value, given, context) -> chosen(value, given, context, true, true));
        ALL.put("rejectattr", (value, given, context) -> chosen(value, given, context, true, false));
        ALL.put("sort", (value, given, context) -> {
            boolean reverse = given.flag("reverse");
            boolean exact = given.flag("case_sensitive");
            Object attribute = given.value("attribute", None.NONE);
            List<Object> sorted = new ArrayList<>(all(value, context));
            Comparator<Object> order = by(attribute, exact, context);
            sorted.sort(reverse ? order.reversed() : order);
            return sorted;
        });
        ALL.put("unique", (value, given, context) -> {
            boolean exact = given.flag("case_sensitive");
            Object attribute = given.value("attribute", None.NONE);
            Map<Object, Object> seen = new java.util.LinkedHashMap<>();
            for (Object item : all(value, context)) {
                seen.putIfAbsent(Values.key(sortKey(item, attribute, exact, context), context.budget()), item);
            }
            return new Generator(new ArrayList<>(seen.values()));
        });
        ALL.put("min", (value, given, context) -> extreme(value, given, context, -1));
        ALL.put("max", (value, given, context) -> extreme(value, given, context, 1));
        ALL.put("sum", (value, given, context) -> {
            Object attribute = given.value("attribute", None.NONE);
            Object sum = given.value("start", 0L);
            for (Object item : all(value, context)) {
                Object one = attribute == None.NONE ? item : context.members().path(item, attribute);
                if (!Numbers.isNumber(one) || !Numbers.isNumber(sum)) {
                    throw TemplateError.failed("'sum' needs numbers, not " + Values.typeName(one));
                }
                sum = Numbers.calculate("+", sum, one);
            }
            return sum;
        });
        ALL.put("batch", ListFilters::batches);
        ALL.put("slice", ListFilters::slices);
        ALL.put("groupby", ListFilters::groups);
        ALL.put("dictsort", (value, given, context) -> {
            boolean exact = given.flag("case_sensitive");
            String by = given.text("by", Text.written("key")).value();
            boolean reverse = given.flag("reverse");
            if (!(value instanceof Map<?, ?> map)) {
                throw TemplateError.failed("'dictsort' needs a dict, not " + Values.typeName(value));
            }
            List<Object> pairs = context.members().pairs(Values.cast(map));
            Comparator<Object> order = by(by.equals("value") ? 1L : 0L, exact, context);
            pairs.sort(reverse ? order.reversed() : order);
            return pairs;
        });
    }

    private ListFilters() {}

    private static List<Object> all(Object value, Filters.Context context) {
        return context.budget().items(value);
    }

    private static Object mapped(Object value, Function.Given given, Filters.Context context) {
        List<Object> mapped = new ArrayList<>();
        if (!given.hasNext()) {
            Object attribute = given.required("attribute");
            Optional<Object> otherwise =
                    given.has("default") ? Optional.of(given.value("default", None.NONE)) : Optional.empty();
            for (Object item : all(value, context)) {
                Object found = context.members().path(item, attribute);
                mapped.add(found instanceof Undefined ? otherwise.orElse(found) : found);
            }
            return new Generator(mapped);
        }
        String filter = Values.mustBeText(given.required("filter")).value();
        List<Object> places = given.rest();
        Map<String, Object> names = given.named();
        for (Object item : all(value, context)) {
            mapped.add(Filters.apply(filter, item, new Function.Given(places, names, context.budget()), context));
        }
        return new Generator(mapped);
    }

    private static Object chosen(
            Object value, Function.Given given, Filters.Context context, boolean byAttribute, boolean keep) {
        Object attribute = byAttribute ? given.required("attribute") : None.NONE;
        Optional<String> test = given.hasNext()
                ? Optional.of(Values.mustBeText(given.required("test")).value())
                : Optional.empty();
        List<Object> places = given.rest();
        Map<String, Object> names = given.named();
        List<Object> chosen = new ArrayList<>();
        for (Object item : all(value, context)) {
            Object tested = byAttribute ? context.members().path(item, attribute) : item;
            boolean holds = test.map(
                            name -> Tests.holds(name, tested, new Function.Given(places, names, context.budget())))
                    .orElseGet(() -> Values.isTrue(tested));
            if (holds == keep) {
                chosen.add(item);
            }
        }
        return new Generator(chosen);
    }

    private static Comparator<Object> by(Object attribute, boolean exact, Filters.Context context) {
        return (a, b) -> {
            return Values.compare(
                    sortKey(a, attribute, exact, context), sortKey(b, attribute, exact, context), context.budget());
        };
    }

    private static Object sortKey(Object item, Object attribute, boolean exact, Filters.Context context) {
        Object key = attribute == None.NONE ? item : context.members().path(item, attribute);
        if (exact || !(key instanceof Text text)) {
            return key;
        }
        context.budget().read(text);
        return TextCases.lower(text);
    }

    private static Object extreme(Object value, Function.Given given, Filters.Context context, int sign) {
        boolean exact = given.flag("case_sensitive");
        Comparator<Object> order = by(given.value("attribute", None.NONE), exact, context);
        List<Object> items = all(value, context);
        if (items.isEmpty()) {
            return new Undefined("no item, the sequence was empty");
        }
        Object best = items.getFirst();
        for (Object item : items) {
            best = order.compare(item, best) * sign > 0 ? item : best;
        }
        return best;
    }

    private static Object batches(Object value, Function.Given given, Filters.Context context) {
        long size = Numbers.whole(given.required("linecount"));
        Object fill = given.value("fill_with", None.NONE);
        if (size < 1) {
            throw TemplateError.failed("'batch' needs a size above 0");
        }
        List<Object> batches = new ArrayList<>();
        List<Object> batch = new ArrayList<>();
        for (Object item : all(value, context)) {
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            if (fill != None.NONE) {
                context.budget().steps(size - batch.size());
            }
            while (fill != None.NONE && batch.size() < size) {
                batch.add(fill);
            }
            batches.add(batch);
        }
        return new Generator(batches);
    }

    private static Object slices(Object value, Function.Given given, Filters.Context context) {
        long count = Numbers.whole(given.required("slices"));
        Object fill = given.value("fill_with", None.NONE);
        if (count < 1) {
            throw TemplateError.failed("'slice' needs a number above 0");
        }
        context.budget().steps(count);
        List<Object> items = all(value, context);
        List<Object> slices = new ArrayList<>();
        long longer = items.size() % count;
        int at = 0;
        for (int i = 0; i < count; i++) {
            int end = (int) (at + items.size() / count + (i < longer ? 1 : 0));
            List<Object> slice = new ArrayList<>(items.subList(at, end));
            if (fill != None.NONE && i >= longer) {
                slice.add(fill);
            }
            slices.add(slice);
            at = end;
        }
        return new Generator(slices);
    }

    private static Object groups(Object value, Function.Given given, Filters.Context context) {
        Object attribute = given.required("attribute");
        Object otherwise = given.value("default", None.NONE);
        boolean exact = given.flag("case_sensitive");
        List<Object> sorted = new ArrayList<>(all(value, context));
        sorted.sort(by(attribute, exact, context));
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        Object last = None.NONE;
        for (Object item : sorted) {
            Object key = context.members().path(item, attribute);
            key = key instanceof Undefined ? otherwise : key;
            if (group.isEmpty() || !Values.equal(key, last, context.budget())) {
                group = new ArrayList<>();
                groups.add(new Tuple(List.of(key, group)));
            }
            group.add(item);
            last = key;
        }
        return groups;
    }
}
