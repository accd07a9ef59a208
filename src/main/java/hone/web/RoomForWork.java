package hone.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

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
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore others = new Semaphore(OTHERS_MAX, true);
    private final LabelersFirst labelers;

    RoomForWork(LabelersFirst labelers) {
        this.labelers = labelers;
    }

    @ServerRequestFilter
    void enter(RoutingContext request) throws InterruptedException {
        if (LABELING.matcher(request.normalizedPath()).matches()) {
            labelers.seen();
        }
        if (LABELING_OR_STREAM.matcher(request.normalizedPath()).matches()) {
            return;
        }
        if (!others.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ServiceUnavailableException(PATIENCE.toSeconds());
        }
        // Called once, when the answer was written or the connection is gone.
        request.addEndHandler(ended -> others.release());
    }
}
