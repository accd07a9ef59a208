package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a row of a file means, whatever format it is written in. */
public sealed interface Item {
    Origin origin();

    /** Fields of the row that mean nothing here and are kept with it, by their names. */
    Map<String, JsonNode> metadata();

    /**
     * Something that a person asked, the responses that the file has to it, and what somebody already decided about them.
     *
     * @param prompt what was said before the responses; its last turn is the user's
     * @param responses in the order of the file; a decision names them by their index
     * @param decisions none where the file only asks
     */
    record Conversation(
            List<Message> prompt,
            List<Response> responses,
            List<Decision> decisions,
            Origin origin,
            Map<String, JsonNode> metadata)
            implements Item {
        public Conversation {
            prompt = List.copyOf(prompt);
            responses = List.copyOf(responses);
            decisions = List.copyOf(decisions);
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            if (prompt.isEmpty() || !prompt.getLast().role().equals("user")) {
                throw new IllegalArgumentException("a prompt ends with a turn of the user, not so: " + prompt);
            }
            for (Decision decision : decisions) {
                decision.checkAgainst(responses.size());
            }
        }
    }

    /** A text to pre-train on. */
    record PlainText(String text, Origin origin, Map<String, JsonNode> metadata) implements Item {
        public PlainText {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }
    }
}
