package hone.format;

import java.util.Optional;

/**
 * Where an item comes from.
 *
 * @param sourceId the id that it has there
 * @param source the name of the data set or the file
 * @param language as its source writes it, such as {@code en}
 */
public record Origin(
        Optional<String> sourceId, Optional<String> source, Optional<String> license, Optional<String> language) {
    public static final Origin UNKNOWN =
            new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Origin ofId(String sourceId) {
        return UNKNOWN.withSourceId(Optional.of(sourceId));
    }

    public Origin withSourceId(Optional<String> id) {
        return new Origin(id, source, license, language);
    }

    public Origin withSource(Optional<String> name) {
        return new Origin(sourceId, name, license, language);
    }

    public Origin withLanguage(Optional<String> name) {
        return new Origin(sourceId, source, license, name);
    }
}
