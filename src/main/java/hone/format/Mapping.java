package hone.format;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the fields of a file are, as somebody says it who knows: the name of each field and its use. A field within another is named
 * with a dot between. Fields that it does not name are unread, as in every format.
 */
public record Mapping(Map<String, Use> fields) {
    public Mapping {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (fields.values().stream()
                .noneMatch(use -> use == Use.PROMPT || use == Use.CONVERSATION || use == Use.TEXT)) {
            throw new IllegalArgumentException(
                    "A mapping says which field is the prompt, the conversation or the text.");
        }
    }

    /** What a field is. */
    public enum Use {
        PROMPT("what is asked; several are put together, a blank line between"),
        CONVERSATION("a list of turns; where it ends with the assistant, a demonstration"),
        SYSTEM("the system turn"),
        RESPONSE("an answer to be judged, or a list of them"),
        DEMONSTRATION("the ideal answer"),
        CHOSEN("the better of two answers"),
        REJECTED("the worse of two answers"),
        MARGIN("by how much the better one is better"),
        RATING("a scale, for the answer"),
        LABEL("whether the answer is good"),
        REASON("why somebody decided so"),
        RATER("who decided"),
        ID("the id of the row in its source"),
        SOURCE("where the row comes from"),
        LICENSE("the licence"),
        LANGUAGE("the language"),
        TEXT("a text to pre-train on"),
        KEEP("kept with the row"),
        LEAVE_OUT("left out");

        private final String about;

        Use(String about) {
            this.about = about;
        }

        /** What becomes of such a field. */
        public String about() {
            return about;
        }

        /** As commands and addresses write it: leave-out. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Use> named(String name) {
            return Arrays.stream(values())
                    .filter(use -> use.wireName().equals(name))
                    .findFirst();
        }
    }
}
