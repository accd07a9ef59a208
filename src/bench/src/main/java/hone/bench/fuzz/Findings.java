package hone.bench.fuzz;

import hone.bench.figures.Figures;
import hone.devstack.hostile.HostileRequest;
import hone.devstack.hostile.RawHttp;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What is wrong with responses, counted; the first ones are logged with the request that caused them. */
final class Findings {
    private static final int TOLD_MAX = 40;
    private static final Pattern TRACE =
            Pattern.compile("\\n\\s*at [\\w.$/]+\\(|Exception|org\\.hibernate|java\\.lang\\.");

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger traces = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final ConcurrentMap<Integer, AtomicInteger> byStatus = new ConcurrentHashMap<>();

    void look(HostileRequest request, RawHttp.Answer answer) {
        requests.incrementAndGet();
        byStatus.computeIfAbsent(answer.status(), none -> new AtomicInteger()).incrementAndGet();
        // 503 is the correct response where a model should answer and none is there yet.
        if (answer.status() >= 500 && answer.status() != 503) {
            faults.incrementAndGet();
            tell(answer.status() + " to " + request.name());
        }
        if (TRACE.matcher(answer.body()).find()) {
            traces.incrementAndGet();
            tell("a stack trace to " + request.name());
        }
        if (request.comesBack() && answer.status() / 100 == 4 && !answer.body().contains(request.typed())) {
            lost.incrementAndGet();
            tell(answer.status() + " without what was typed to " + request.name());
        }
    }

    void trace(String line) {
        traces.incrementAndGet();
        tell("in the log: " + line);
    }

    void tell(String what) {
        if (told.incrementAndGet() <= TOLD_MAX) {
            Figures.log("  %s", what);
        }
    }

    int requests() {
        return requests.get();
    }

    int faults() {
        return faults.get();
    }

    int traces() {
        return traces.get();
    }

    int lost() {
        return lost.get();
    }

    /** Status → how often; 0 is a connection that ended without a response. */
    String statuses() {
        return byStatus.toString();
    }
}
