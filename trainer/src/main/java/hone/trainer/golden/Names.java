package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers from 0 for names, in the order in which they are first met. */
final class Names {
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> names = new ArrayList<>();

    Names() {}

    Names(Iterable<JsonNode> inOrder) {
        inOrder.forEach(this::number);
    }

    /** Classes of ratings: numbers by size, texts as they come. */
    static Names ofRatings(Iterable<JsonNode> raters) {
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode rater : raters) {
            rater.forEach(value -> {
                if (!value.isNull()) {
                    values.add(value);
                }
            });
        }
        if (values.stream().allMatch(JsonNode::isNumber)) {
            values.sort((a, b) -> Double.compare(a.asDouble(), b.asDouble()));
        }
        return new Names(values);
    }

    int number(JsonNode name) {
        return numbers.computeIfAbsent(key(name), key -> {
            names.add(key);
            return names.size() - 1;
        });
    }

    /** Of a name that has to be there already. */
    int known(JsonNode name) {
        Integer number = numbers.get(key(name));
        if (number == null) {
            throw new IllegalArgumentException("the reference names " + name + ", which is not among " + names);
        }
        return number;
    }

    String name(int number) {
        return names.get(number).toString();
    }

    /** Of names that are numbers. */
    double[] values() {
        return names.stream()
                .mapToDouble(name -> name instanceof Double value ? value : Double.NaN)
                .toArray();
    }

    int size() {
        return names.size();
    }

    /** 1 and 1.0 are the same. */
    private static Object key(JsonNode name) {
        return name.isNumber() ? (Object) name.asDouble() : name.asText();
    }
}
