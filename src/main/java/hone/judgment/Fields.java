package hone.judgment;

import hone.web.Typed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a form by field name: as typed, except for line ends and characters that no text can hold. */
public record Fields(Map<String, List<String>> values) {
    public static final Fields NONE = new Fields(Map.of());

    public Fields {
        Map<String, List<String>> clean = new LinkedHashMap<>();
        values.forEach((name, list) -> {
            List<String> kept =
                    list.stream().map(Typed::text).filter(v -> !v.isEmpty()).toList();
            if (!kept.isEmpty()) {
                clean.put(name, kept);
            }
        });
        values = Map.copyOf(clean);
    }

    /** The first value, or the empty string. */
    public String text(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name, String value) {
        return all(name).contains(value);
    }

    public int characters() {
        return values.values().stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .sum();
    }
}
