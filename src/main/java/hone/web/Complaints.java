package hone.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a form: one sentence per field, shown beside the field, with everything that was typed still there. */
public record Complaints(Map<String, String> byField) {
    public static final Complaints NONE = new Complaints(Map.of());

    public Complaints {
        byField = Collections.unmodifiableMap(new LinkedHashMap<>(byField)); // in the order of the form
    }

    public static Complaints of(Invalid invalid) {
        return new Complaints(invalid.fields());
    }

    /** For templates: {@code complaints.about('name')}. */
    public boolean about(String field) {
        return byField.containsKey(field);
    }

    public String sentence(String field) {
        return byField.getOrDefault(field, "");
    }

    public boolean any() {
        return !byField.isEmpty();
    }

    /** Collects sentences; throws once, with all of them. */
    public static final class Collector {
        private final Map<String, String> byField = new LinkedHashMap<>();

        public void add(String field, String sentence) {
            byField.putIfAbsent(field, sentence);
        }

        public <T> T need(Optional<T> value, String field, String sentence, T meanwhile) {
            if (value.isEmpty()) {
                add(field, sentence);
            }
            return value.orElse(meanwhile);
        }

        public Complaints complaints() {
            return new Complaints(byField);
        }

        public void throwIfAny() {
            if (!byField.isEmpty()) {
                throw new Invalid(byField);
            }
        }
    }
}
