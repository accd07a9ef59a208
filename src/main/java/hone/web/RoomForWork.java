package hone.web;

import hone.web.BackgroundShare.Sort;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps database connections free for labelers: imports, exports, lists and statistics, however many and however slow, use at
 * most a part of them, and further requests of theirs wait here for their turn. Streams are not counted: they last for minutes
 * and query seldom.
 */
@Singleton
class RoomForWork {
    /** Of the 30 connections of quarkus.datasource.jdbc.max-size; the schedulers and the relay take about six. */
    static final int OTHERS_MAX = 12;

    /** Pages, and the same for programs. */
    private static final String LABELING_PATHS =
            "/work/.*|/p/[^/]+/work/.*|/api/v1/assignments/.*|/api/v1/projects/[^/]+/tasks/next";

    private static final Pattern LABELING_OR_STREAM =
            Pattern.compile("/|/home|/keys|/preferences|/p/[^/]+/talk.*|.*/live|" + LABELING_PATHS);
    private static final Pattern LABELING = Pattern.compile(LABELING_PATHS);
    private static final Pattern STREAM = Pattern.compile(".*/live");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOO_MANY =
            "More is asked for at this moment than Hone can answer. Nothing was changed: try again in half a minute.";

    /** Ahead of everything that a request may wait for; only unreadable ones are refused before. */
    private static final int ARRIVAL = 390;

    private static final String ARRIVED = RoomForWork.class.getName();

    private final Semaphore others = new Semaphore(OTHERS_MAX, true);
    private final LabelersFirst labelers;

    RoomForWork(LabelersFirst labelers) {
        this.labelers = labelers;
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.put(ARRIVED, System.nanoTime());
                    context.next();
                },
                ARRIVAL);
    }

    @ServerRequestFilter
    void enter(RoutingContext request) throws InterruptedException {
        if (isLabeling(request.normalizedPath())) {
            labelers.seen();
            request.addEndHandler(ended -> answered(request));
        }
        if (LABELING_OR_STREAM.matcher(request.normalizedPath()).matches()) {
            return;
        }
        if (!others.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Busy(TOO_MANY, PATIENCE);
        }
        // Called once, when the answer was written or the connection is gone.
        request.addEndHandler(ended -> others.release());
    }

    private static boolean isLabeling(String path) {
        return LABELING.matcher(path).matches() && !STREAM.matcher(path).matches();
    }

    private void answered(RoutingContext request) {
        @Nullable Long arrived = request.get(ARRIVED);
        if (arrived != null) {
            Sort sort = request.request().method().equals(HttpMethod.GET) ? Sort.PAGE : Sort.FORM;
            labelers.answered(sort, Duration.ofNanos(System.nanoTime() - arrived));
        }
    }
}
