package hone.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    @Test
    void oneReaderTooManyIsRefusedAndLooksAgainByItself() {
        LiveStream full = new LiveStream(new Full());

        assertThatThrownBy(() -> full.follow(new Unused(), new Unused(), () -> new LiveStream.Look("1", false)))
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        refused -> org.assertj.core.api.Assertions.assertThat(
                                        refused.getResponse().getStatus())
                                .isEqualTo(429));
    }

    private record Full() implements LiveConfig {
        @Override
        public int streamsMax() {
            return 0;
        }

        @Override
        public Duration look() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(15);
        }

        @Override
        public Duration streamMax() {
            return Duration.ofMinutes(10);
        }
    }

    /** A connection on which nothing may be sent. */
    private record Unused() implements SseEventSink, Sse {
        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            return CompletableFuture.failedFuture(new IllegalStateException("nothing may be sent"));
        }

        @Override
        public void close() {}

        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            throw new IllegalStateException("nothing may be sent");
        }

        @Override
        public SseBroadcaster newBroadcaster() {
            throw new IllegalStateException("nothing may be sent");
        }
    }
}
