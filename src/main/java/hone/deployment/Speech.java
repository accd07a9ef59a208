package hone.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** An answer as it is being written. Closing it early makes the server stop. */
public final class Speech implements AutoCloseable {
    private static final String DATA = "data: ";

    private final String checkpoint;
    private final Stream<String> stream;
    private final Iterator<String> lines;
    private boolean endedByModel;

    Speech(String checkpoint, Stream<String> lines) {
        this.checkpoint = checkpoint;
        this.stream = lines;
        this.lines = lines.iterator();
    }

    /** The sha256 of the weights that write it. */
    public String checkpoint() {
        return checkpoint;
    }

    /** The model ended it, not the limit; known at its end. */
    public boolean endedByModel() {
        return endedByModel;
    }

    /**
     * The next piece of text; nothing when it is whole.
     *
     * @throws CantAnswer when the server broke off
     */
    public Optional<String> next() {
        try {
            while (lines.hasNext()) {
                String line = lines.next();
                if (!line.startsWith(DATA)) {
                    continue; // blank lines between events, and those that only show that the way is open
                }
                String data = line.substring(DATA.length());
                if (data.equals("[DONE]")) {
                    return Optional.empty();
                }
                Optional<String> text = text(Wire.read(data, JsonNode.class));
                if (text.isPresent()) {
                    return text;
                }
            }
        } catch (UncheckedIOException | UnreadableMessage e) {
            throw new CantAnswer(CantAnswer.Why.AWAY, e);
        }
        throw new CantAnswer(CantAnswer.Why.AWAY, "the stream ended early");
    }

    private Optional<String> text(JsonNode event) {
        if (event.has("error")) {
            throw new CantAnswer(
                    CantAnswer.Why.AWAY, event.path("error").path("message").asText());
        }
        JsonNode choice = event.path("choices").path(0);
        endedByModel |= choice.path("finish_reason").asText().equals("stop");
        String text = choice.path("delta").path("content").asText();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public void close() {
        stream.close();
    }
}
