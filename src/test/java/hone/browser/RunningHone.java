package hone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import hone.devstack.Secrets;
import hone.devstack.Stack;
import hone.devstack.launch.Environment;
import hone.devstack.launch.ModelServer;
import hone.devstack.launch.QuarkusApp;
import hone.devstack.launch.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * PostgreSQL, Kafka, Keycloak and the packaged app, told what {@code ./hone up} tells it, on free ports; and a browser. Started
 * once for all tests of a JVM. There is no trainer: a test that needs one plays it, see {@link Workplace#trainer}; the model server starts for who asks.
 */
public final class RunningHone implements AutoCloseable {
    /** Pictures and pages of what failed, and the app's log. */
    static final Path OUT = Path.of("target", "browser").toAbsolutePath();

    private final Path data;
    private final Stack stack;
    private final QuarkusApp app;
    private final Settings settings;
    private final ModelServer modelServer;
    private final Playwright playwright;
    private final Browser browser;
    private final Database database;
    private final Map<String, String> signedIn = new HashMap<>();
    private final List<Visitor> visitors = new ArrayList<>();

    private RunningHone(Path chromium) throws IOException, InterruptedException {
        Path root = root();
        Path jar = root.resolve("src/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not there: browser tests run after the app was packaged");
        }
        data = Files.createTempDirectory("hone-browser");
        stack = Stack.in(data).postgres("hone").kafka().keycloak().start();
        settings = new Settings(root, data, stack.ports());
        // Logs as a server writes them: a test reads them. Ticks are short: tests wait for them.
        Environment environment = new Environment(
                settings,
                Map.of(
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
                        "HONE_PAUSES_TICK", "1s",
                        "HONE_ROUNDS_TICK", "1s",
                        "HONE_SERVE_TICK", "1s",
                        "HONE_DEMO_ARCHIVE", "",
                        "HONE_ARRIVALS_FOLDER", offered().toString()));
        modelServer = new ModelServer(settings, environment, OUT);
        app = new QuarkusApp(
                "app",
                jar,
                OUT,
                environment.app(stack.jdbcUrl("hone"), stack.kafkaBootstrap(), stack.issuer()),
                List.of("-Xmx512m"),
                List.of(stack.ports().appManagement(), stack.ports().app()));
        app.start();
        database = new Database(stack.jdbcUrl("hone"), stack.user("hone"), stack.password("hone"));
        playwright = Chromium.playwright();
        browser = Chromium.launched(playwright, chromium);
    }

    static RunningHone started() {
        Path chromium = Chromium.found();
        try {
            return new RunningHone(chromium);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Hone was starting", e);
        }
    }

    /** The repository. */
    static Path root() {
        return Path.of(System.getProperty("hone.root", "..")).toAbsolutePath().normalize();
    }

    /** What {@code ./hone} prints, behind its exit code, when it is told this and sent to this stack. */
    String told(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "hone.devstack.launch.Main",
                root().toString()));
        command.addAll(List.of(words));
        ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
        launcher.environment()
                .putAll(Map.of(
                        "HONE_DATA", data.toString(),
                        "HONE_URL", "http://localhost:" + stack.ports().app(),
                        "HONE_ISSUER", stack.issuer()));
        try {
            Process process = launcher.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() + " " + said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ./hone was running", e);
        }
    }

    /** The folder that models may be brought from. */
    Path offered() {
        return data.resolve("offered");
    }

    public Database database() {
        return database;
    }

    Map<String, Object> kafkaClient() {
        return stack.kafkaClient();
    }

    /** Starts the model server, with a checkpoint in its folder; its sha256. */
    String serves(TalkativeModel model) {
        try {
            String sha256 = model.laidInto(data.resolve("models"));
            servesWhatIsThere();
            return sha256;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the model server, for models whose checkpoints are there already. */
    void servesWhatIsThere() {
        try {
            if (!modelServer.isAlive()) {
                modelServer.start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the model server was starting", e);
        }
    }

    /** Waits until the app has told the model server of a project's current model. */
    void awaitServed(String slug) {
        awaitModelServer("/v1/models", "\"" + slug + "\"");
    }

    /** Waits until the model server computes nothing for anybody. */
    void awaitNobodyIsAnswered() {
        awaitModelServer("/health", "\"writing\":0,\"waiting\":0");
    }

    private void awaitModelServer(String path, String says) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.ports().serve() + path))
                .header("Authorization", "Bearer " + Secrets.in(data).of("serve"))
                .build();
        Instant end = Instant.now().plusSeconds(60);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String said = ""; !said.contains(says); ) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError(
                            path + " of the model server did not say " + says + " within a minute, but " + said);
                }
                said = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the app as a power cut would (kill -9): it finishes nothing and says goodbye to nobody. */
    void killApp() {
        ProcessHandle process = ProcessHandle.of(app.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        app.close();
    }

    /** Starts the app again after {@link #killApp}. */
    void startApp() {
        try {
            app.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the app was starting again", e);
        }
    }

    /** A test that failed after {@link #killApp} leaves no app; the next one must not fail for that. */
    void startAppIfItEnded() {
        if (!app.isAlive()) {
            startApp();
        }
    }

    IdentityProvider identityProvider() {
        return new IdentityProvider(
                stack.issuer().replace("/realms/hone", ""), Secrets.in(data).of("keycloak-admin"));
    }

    /** The full address of a path of the app. */
    String at(String path) {
        return "http://localhost:" + stack.ports().app() + path;
    }

    /** Somebody who is signed in, in a window of their own. The sign-in page is filled in once a person. */
    public Visitor visit(String username) {
        return visit(username, Screen.WIDE);
    }

    public Visitor visit(String username, Screen screen) {
        Visitor visitor = Visitor.arriving(this, browser, screen, signedIn.get(username));
        visitors.add(visitor);
        if (!signedIn.containsKey(username)) {
            visitor.page().navigate(at("/home"));
            visitor.signIn(username);
            signedIn.put(username, visitor.context().storageState());
        }
        return visitor;
    }

    /** Somebody whom the app doesn't know yet. */
    public Visitor nobody() {
        return nobody(Screen.WIDE);
    }

    Visitor nobody(Screen screen) {
        Visitor visitor = Visitor.arriving(this, browser, screen, null);
        visitors.add(visitor);
        return visitor;
    }

    List<Visitor> visitors() {
        return List.copyOf(visitors);
    }

    void everybodyLeaves() {
        visitors.forEach(Visitor::close);
        visitors.clear();
    }

    @Override
    public void close() {
        everybodyLeaves();
        browser.close();
        playwright.close();
        app.close();
        modelServer.close();
        stack.close();
        remove(data);
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            // A temporary folder: the system removes it in the end.
        }
    }
}
