package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;

/** Who annotated a task, when and for how long. */
final class AnnotationFacts {
    private AnnotationFacts() {}

    /** @param who the field that names the annotator: by number, or as an object with an address */
    static Facts of(JsonNode annotation, String who, Optional<String> id) {
        return Facts.NONE
                .withId(id)
                .withRater(rater(annotation.path(who)))
                .withTime(
                        seconds(annotation.path("lead_time")),
                        instant(annotation.path("created_at").asText("")));
    }

    private static Optional<Rater> rater(JsonNode who) {
        JsonNode name = who.isObject() ? (who.has("email") ? who.path("email") : who.path("id")) : who;
        String text = Json.fact(name, "annotator").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Rater.person(text));
    }

    private static OptionalDouble seconds(JsonNode time) {
        String text = time.asText("");
        double seconds = text.isBlank() ? Double.NaN : Json.number(time, "lead_time", true);
        return seconds >= 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    }

    static Optional<Instant> instant(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
