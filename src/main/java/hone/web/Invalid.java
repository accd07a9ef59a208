package hone.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Input that can't be taken (400): a sentence for each field. Pages show it in place and keep what was typed. */
public class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Map<String, String> fields;

    public Invalid(Map<String, String> fields) {
        super(String.join(" ", fields.values()));
        this.fields = new LinkedHashMap<>(fields);
    }

    public static Invalid field(String name, String sentence) {
        return new Invalid(Map.of(name, sentence));
    }

    public String sentence() {
        return String.join(" ", fields.values());
    }

    public Map<String, String> fields() {
        return fields;
    }
}
