package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What somebody made of a task's answers by putting them in order or into buckets.
 *
 * @param orders the places of two answers or more, best first
 * @param names buckets that tell no order: no more than names of the answers in them
 */
record Ranker(List<List<List<Integer>>> orders, Map<String, List<Integer>> names) {
    /** Buckets whose order their names tell. A project names them as it likes, and an export does not say their order. */
    private static final List<Set<String>> BUCKETS = List.of(
            Set.of("best", "excellent", "great", "top", "chosen", "preferred"),
            Set.of("good", "better"),
            Set.of("fair", "ok", "okay", "acceptable", "neutral", "medium", "average"),
            Set.of("poor", "worse", "bad", "rejected"),
            Set.of("worst", "terrible", "unacceptable"));

    /** What the one list is called where there is no other. */
    private static final String ALL = "_";

    /** One list is an order; several are buckets, and one of them may be all answers in order. */
    static Ranker of(JsonNode lists, String control, TaskData task) {
        Map<String, List<Integer>> named = new LinkedHashMap<>();
        if (lists.isArray()) {
            named.put(ALL, indexes(lists, control, task));
        }
        lists.properties().forEach(list -> named.put(list.getKey(), indexes(list.getValue(), control, task)));
        List<Integer> order = named.size() == 1 ? named.values().iterator().next() : named.getOrDefault(ALL, List.of());
        List<List<List<Integer>>> orders = new ArrayList<>();
        addIfOrder(order.stream().map(List::of).toList(), orders);
        if (named.size() == 1) {
            return new Ranker(orders, Map.of());
        }
        named.remove(ALL);
        if (!named.keySet().stream().allMatch(name -> bucket(name).isPresent())) {
            return new Ranker(orders, named);
        }
        Map<Integer, List<Integer>> places = new TreeMap<>();
        named.forEach((bucket, indexes) -> places.computeIfAbsent(bucket(bucket).getAsInt(), place -> new ArrayList<>())
                .addAll(indexes));
        addIfOrder(places.values().stream().filter(place -> !place.isEmpty()).toList(), orders);
        return new Ranker(orders, Map.of());
    }

    /** Places by number, best 1: {@code [{value, rank}…]}. */
    static Ranker ofRanks(JsonNode ranks, String control, TaskData task) {
        Map<Integer, List<Integer>> places = new TreeMap<>();
        for (JsonNode one : ranks) {
            List<Integer> index = indexes(Json.NODES.arrayNode().add(one.path("value")), control, task);
            int rank = (int) Json.number(one.path("rank"), control, false);
            places.computeIfAbsent(rank, place -> new ArrayList<>()).addAll(index);
        }
        List<List<List<Integer>>> orders = new ArrayList<>();
        addIfOrder(List.copyOf(places.values()), orders);
        return new Ranker(orders, Map.of());
    }

    private static void addIfOrder(List<List<Integer>> places, List<List<List<Integer>>> orders) {
        if (places.stream().mapToInt(List::size).sum() > 1) {
            orders.add(places);
        }
    }

    private static OptionalInt bucket(String name) {
        for (int place = 0; place < BUCKETS.size(); place++) {
            if (BUCKETS.get(place).contains(name.toLowerCase(Locale.ROOT))) {
                return OptionalInt.of(place);
            }
        }
        return OptionalInt.empty();
    }

    private static List<Integer> indexes(JsonNode ids, String control, TaskData task) {
        List<Integer> indexes = new ArrayList<>();
        for (JsonNode id : ids) {
            Integer index = task.indexes().get(id.asText(""));
            if (index == null || index < 0) {
                throw new RefusedRow(
                        "A ranking names an answer that the task does not have.",
                        "“" + Texts.shown(control) + "” names “" + Texts.shown(id.asText("")) + "”.");
            }
            indexes.add(index);
        }
        return indexes;
    }
}
