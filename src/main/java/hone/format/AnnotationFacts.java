package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;

/** Who annotated a task, when and for how long. */
final class AnnotationFacts {
    private static final int YEAR_MAX = 9999;

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

    /** Empty for what is no time, or in a year that no calendar here has. */
    static Optional<Instant> instant(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text))
                            .filter(time -> time.getYear() > 1 && time.getYear() < YEAR_MAX)
                            .map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
