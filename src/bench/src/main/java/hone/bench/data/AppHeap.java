package hone.bench.data;

import hone.bench.stack.RunningHone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks at the app's heap twice a second, as its metrics tell it, until it is closed; the largest counts. */
final class AppHeap implements AutoCloseable {
    private static final String USED = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient client;
    private final HttpRequest metrics;
    private final Thread looking;
    private volatile boolean ended;
    private volatile double largestMegabytes;
    private volatile long looks;

    AppHeap(RunningHone hone, HttpClient client) {
        this.client = client;
        this.metrics = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + hone.ports().appManagement() + "/q/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        this.looking = Thread.ofVirtual().start(this::look);
    }

    private void look() {
        while (!ended) {
            try {
                double used = client.send(metrics, HttpResponse.BodyHandlers.ofLines())
                        .body()
                        .filter(line -> line.startsWith(USED))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
                largestMegabytes = Math.max(largestMegabytes, used / (1 << 20));
                looks++;
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (IOException e) {
                // Too busy to tell; the next look counts.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    double largestMegabytes() {
        return largestMegabytes;
    }

    long looks() {
        return looks;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        looking.interrupt();
        looking.join();
    }
}
