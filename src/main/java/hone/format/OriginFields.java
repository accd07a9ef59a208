package hone.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fields that say where a row comes from; all formats know them by these names. */
final class OriginFields {
    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("id", "the id of the row in its source");
        ALL.put("dataset", "the source");
        ALL.put("license", "the licence");
        ALL.put("language", "the language");
        ALL.put("lang", "the language");
    }

    private OriginFields() {}

    /** These fields, and then those of the origin. @param namesAndMeanings in turn */
    static Map<String, String> after(String... namesAndMeanings) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            fields.put(namesAndMeanings[i], namesAndMeanings[i + 1]);
        }
        fields.putAll(ALL);
        return fields;
    }
}
