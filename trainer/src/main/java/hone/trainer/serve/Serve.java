package hone.trainer.serve;

import com.sun.net.httpserver.HttpServer;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code ./hone serve CHECKPOINT}: an OpenAI-compatible server for models, completions and chat completions. It does not support
 * tools, log probabilities and images, and says so if they are requested. For many users or large models, serve the same
 * checkpoint with vLLM, which has the same API.
 *
 * <p>Threads: a virtual one per request for reading, waiting and writing, and one for all computing ({@link DecodeLoop}).
 */
public final class Serve implements AutoCloseable {
    private static final int ENDING_SECONDS_MAX = 30;

    static {
        // The JDK's server reads these when its class is loaded. A request that does not arrive whole in time is
        // dropped.
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty(
                "sun.net.httpserver.maxReqHeaderSize", "32768"); // for each connection, so they fit into the heap
        System.setProperty("jdk.httpserver.maxConnections", "1000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer http;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Models models;
    private final DecodeLoop loop;

    private Serve(ServeOptions options) {
        models = new Models(
                options.limits().models(),
                options.threads(),
                (long) options.limits().prefixMegabytes() << 20);
        options.checkpoint().ifPresent(folder -> models.serve(options.name(), folder));
        loop = new DecodeLoop(options.limits().rows(), options.limits().waiting());
        try {
            http = HttpServer.create(new InetSocketAddress(options.host(), options.port()), 0);
        } catch (IOException | IllegalArgumentException e) {
            loop.close();
            models.close();
            throw new RunFailure(
                    "bad-options",
                    "The server can't listen on " + options.host() + ":" + options.port() + " (" + e.getMessage()
                            + "); choose another --port or --host.",
                    e);
        }
        Bodies bodies = new Bodies();
        http.createContext(
                "/",
                new Endpoints(
                        models,
                        new Completions(models, loop, bodies, options.limits().answerTokens()),
                        options.control(),
                        loop,
                        bodies));
        http.setExecutor(requests);
        http.start();
    }

    static Serve started(ServeOptions options) {
        return new Serve(options);
    }

    /** Runs until SIGTERM or, with {@code --with-parent}, the end of standard input; unfinished answers are written first. */
    public static void run(List<String> words, Map<String, String> environment) {
        ServeOptions options = ServeOptions.of(words, environment);
        Serve server = started(options);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end"));
        System.out.printf("Serving at http://%s:%d/v1%n", options.host(), server.port());
        if (options.withParent()) {
            Thread.ofPlatform().daemon().name("parent-watch").start(Serve::exitWithParent);
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Refuses new answers and waits for running ones, but not forever. */
    @Override
    public void close() {
        Thread writing = Thread.ofVirtual().start(loop::close);
        http.stop(ENDING_SECONDS_MAX); // returns as soon as no exchange is open
        requests.shutdownNow();
        try {
            if (writing.join(java.time.Duration.ofSeconds(5))) {
                models.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the content does not matter, only its end
            }
        } catch (IOException e) {
            // a broken pipe is an end too
        }
        System.exit(0);
    }
}
