package hone.web;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Tells an open page that what it shows has changed; the page then fetches itself. The source is the database, so any instance
 * can serve any page. An event says nothing but that: who may see what is decided where pages are made.
 */
@ApplicationScoped
public class LiveStream {
    private static final int TOO_MANY = 429;
    private static final Duration SEND_MAX = Duration.ofSeconds(10);

    private final LiveConfig config;
    private final Semaphore free;
    private final CountDownLatch closing = new CountDownLatch(1);

    LiveStream(LiveConfig config) {
        this.config = config;
        this.free = new Semaphore(config.streamsMax());
        // Quarkus waits for open requests before it announces its shutdown, and these would never end by themselves.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("live-streams").unstarted(closing::countDown));
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent ended) {
        closing.countDown();
    }

    /**
     * The present state of what a page is about.
     *
     * @param mark changes whenever the page would
     * @param over nothing will change any more
     */
    public record Look(String mark, boolean over) {}

    /**
     * Sends {@code changed} for each new mark and {@code over} at the end, then returns. It holds the caller's (virtual) thread.
     *
     * @throws WebApplicationException 429 when too many pages are followed already
     */
    public void follow(SseEventSink sink, Sse sse, Supplier<Look> look) {
        if (!free.tryAcquire()) {
            throw new WebApplicationException(TOO_MANY);
        }
        try (sink) {
            Instant until = Instant.now().plus(config.streamMax());
            Instant spoke = Instant.EPOCH;
            Optional<String> mark = Optional.empty();
            while (!sink.isClosed() && Instant.now().isBefore(until)) {
                Look now = look.get();
                if (!mark.equals(Optional.of(now.mark()))) {
                    send(sink, sse.newEvent("changed", now.mark()));
                    spoke = Instant.now();
                } else if (spoke.plus(config.heartbeat()).isBefore(Instant.now())) {
                    send(sink, sse.newEvent("still", now.mark()));
                    spoke = Instant.now();
                }
                mark = Optional.of(now.mark());
                if (now.over()) {
                    send(sink, sse.newEvent("over", now.mark()));
                    return;
                }
                if (closing.await(config.look().toMillis(), TimeUnit.MILLISECONDS)) {
                    return; // The browser finds another instance, or this one when it is back.
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            // The reader has left, or is too slow to be kept.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private static void send(SseEventSink sink, OutboundSseEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            sink.send(event).toCompletableFuture().get(SEND_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            throw new ExecutionException(e); // Closed between the check and the send: the reader has left.
        }
    }
}
