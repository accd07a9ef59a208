package hone.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends deliveries that are due. Every instance does; a lease ensures that only one of them sends each delivery, and that another one takes over if it dies. */
@ApplicationScoped
class SendDeliveries {
    private static final Logger LOG = Logger.getLogger(SendDeliveries.class);
    private static final int AT_ONCE = 32;
    private static final int AT_ONCE_EACH = 4;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int GONE = 410;

    private final Delivery.Repo deliveries;
    private final Webhook.Repo webhooks;
    private final Targets targets;
    private final Post post;
    private final WebhookConfig config;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Map<UUID, Integer> busy = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    SendDeliveries(Delivery.Repo deliveries, Webhook.Repo webhooks, Targets targets, Post post, WebhookConfig config) {
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.targets = targets;
        this.post = post;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("webhooks").daemon().start(this::loop);
    }

    /** Finishes what is being sent; slow deliveries are sent again once their lease expires. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopped.countDown();
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
        if (!room.tryAcquire(AT_ONCE, 5, TimeUnit.SECONDS)) {
            LOG.info("Webhooks that were still being sent are sent again in a few minutes.");
        }
    }

    private void loop() {
        try {
            while (!stopped.await(config.tick().toMillis(), TimeUnit.MILLISECONDS)) {
                sendDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendDue() {
        try {
            int free = room.availablePermits();
            if (free == 0) {
                return;
            }
            UUID[] full = busy.entrySet().stream()
                    .filter(one -> one.getValue() >= AT_ONCE_EACH)
                    .map(Map.Entry::getKey)
                    .toArray(UUID[]::new);
            for (Delivery.Taken taken : deliveries.take(full, AT_ONCE_EACH, free, Instant.now())) {
                room.acquireUninterruptibly();
                busy.merge(taken.webhook(), 1, Integer::sum);
                Thread.ofVirtual().name("webhook").start(() -> send(taken));
            }
        } catch (RuntimeException e) {
            LOG.warnf("Webhooks not sent, nothing is lost, next try in %s: %s", config.tick(), e.getMessage());
        }
    }

    private void send(Delivery.Taken taken) {
        try {
            Instant now = Instant.now();
            Post.Answer answer = attempt(taken, now);
            long millis = Duration.between(now, Instant.now()).toMillis();
            boolean delivered = answer.status()
                    .filter(status -> status >= 200 && status < 300)
                    .isPresent();
            Optional<String> problem = answer.problem().or(() -> problem(answer.status()));
            deliveries.told(
                    taken,
                    new Delivery.Attempt(0, now, millis, answer.status(), problem, answer.beginning()),
                    delivered,
                    ThreadLocalRandom.current().nextDouble(0.9, 1.1));
            if (answer.status().filter(status -> status == GONE).isPresent()) {
                webhooks.stop(taken.webhook(), "The address answered 410 Gone.", Instant.now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "How webhook message %s went could not be stored; it is sent again: %s",
                    taken.message(), e.getMessage());
        } finally {
            busy.computeIfPresent(taken.webhook(), (id, n) -> n > 1 ? n - 1 : null);
            room.release();
        }
    }

    private static Optional<String> problem(Optional<Long> status) {
        return status.flatMap(code -> code >= 300 && code < 400
                ? Optional.of("Answered with a redirect, which is not followed: configure the final address.")
                : code < 200 || code >= 400 ? Optional.of("Answered with an error.") : Optional.empty());
    }

    private Post.Answer attempt(Delivery.Taken taken, Instant now) throws InterruptedException {
        try {
            Targets.Target target = targets.resolved(URI.create(taken.url()));
            return post.send(target, headers(taken, now), taken.payload());
        } catch (Targets.Refused e) {
            return Post.Answer.none(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> headers(Delivery.Taken taken, Instant now) {
        String id = "msg_" + taken.message().toString().replace("-", "");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Hone-Webhooks/1");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", Signature.of(id, now, taken.payload(), taken.secrets()));
        return headers;
    }

    /** The delivery log is kept for a month. */
    @Scheduled(every = "1h", delayed = "7m", identity = "webhook-log")
    void forget() {
        deliveries.forget(Instant.now().minus(KEPT));
    }
}
