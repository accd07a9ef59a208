package hone.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** An answer as it is being written. Closing it early, from any thread, ends it here and makes the server stop. */
public final class AnswerStream implements AutoCloseable {
    private static final String DATA = "data: ";

    private final String checkpoint;
    private final Stream<String> stream;
    private final Iterator<String> lines;
    private boolean endedByModel;
    private volatile boolean closed;
    private volatile Optional<Instant> waitingSince = Optional.empty();

    AnswerStream(String checkpoint, Stream<String> lines) {
        this.checkpoint = checkpoint;
        this.stream = lines;
        this.lines = lines.iterator();
    }

    /** The sha256 of the weights that write it. */
    public String checkpoint() {
        return checkpoint;
    }

    /** Whether the model ended it, rather than the limit; known at its end. */
    public boolean endedByModel() {
        return endedByModel;
    }

    /** Whether somebody closed it before it was complete, as long as its reader has not closed it. */
    public boolean closed() {
        return closed;
    }

    /**
     * The next piece of text; empty once the answer is complete or was closed.
     *
     * @throws NoAnswer when the server broke off
     */
    public Optional<String> next() {
        try {
            while (!closed && hasNext()) {
                String line = lines.next();
                if (!line.startsWith(DATA)) {
                    continue; // blank lines between events, and keep-alive comments
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
            if (!closed) {
                throw new NoAnswer(NoAnswer.Why.UNREACHABLE, e);
            }
        }
        if (closed) {
            return Optional.empty();
        }
        throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "the stream ended early");
    }

    /** How long the server has been silent while it was being waited for, without even a sign of life. */
    public Duration waitsFor() {
        return waitingSince.map(since -> Duration.between(since, Instant.now())).orElse(Duration.ZERO);
    }

    /** Ends it, from any thread, as if the server had broken off. */
    public void breakOff() {
        stream.close();
    }

    private boolean hasNext() {
        waitingSince = Optional.of(Instant.now());
        try {
            return lines.hasNext();
        } finally {
            waitingSince = Optional.empty();
        }
    }

    private Optional<String> text(JsonNode event) {
        if (event.has("error")) {
            throw new NoAnswer(
                    NoAnswer.Why.UNREACHABLE,
                    event.path("error").path("message").asText());
        }
        JsonNode choice = event.path("choices").path(0);
        endedByModel |= choice.path("finish_reason").asText().equals("stop");
        String text = choice.path("delta").path("content").asText(""); // some servers send null
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
    }
}
