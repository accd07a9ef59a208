package hone.devstack.launch;

import hone.devstack.KafkaServer;
import hone.devstack.KeycloakServer;
import hone.devstack.PostgresServer;
import hone.devstack.ServerDidNotStart;
import hone.devstack.StalePostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code hone up}: starts all parts in parallel, each as soon as what it needs is there; then watches them until Ctrl-C,
 * {@code hone down} or a part that can't be kept alive.
 */
final class Up {

    private final Settings settings;
    private final Terminal terminal;
    private final RunningParts running;
    private final Build build;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean starting;
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();

    private final KeycloakServer keycloakServer;
    private final Part postgres;
    private final Part kafka;
    private final Part keycloak;
    private final Part app;
    private final Part trainer;
    private final Part serve;

    Up(Settings settings, Environment environment, Build build, Terminal terminal) {
        this.build = build;
        this.settings = settings;
        this.terminal = terminal;
        this.running = new RunningParts(settings.data());
        Path data = settings.data();
        PostgresServer database = new PostgresServer(
                data,
                settings.distributions(),
                settings.ports().postgres(),
                List.of("hone", "keycloak"),
                PostgresServer.Durability.ON_DISK);
        KafkaServer broker =
                new KafkaServer(data, settings.ports().kafka(), settings.ports().kafkaController());
        this.keycloakServer =
                new KeycloakServer(data, settings.distributions(), settings.ports(), database.jdbcUrl("keycloak"));
        QuarkusApp labeling = new QuarkusApp(
                "app",
                settings.root().resolve("src/target/quarkus-app/quarkus-run.jar"),
                data,
                environment.app(database.jdbcUrl("hone"), broker.bootstrap(), keycloakServer.issuer()),
                List.of("-Xms64m", "-Xmx" + environment.appHeap(), "-XX:+UseSerialGC"),
                List.of(settings.ports().appManagement(), settings.ports().app()));
        QuarkusApp supervisor = new QuarkusApp(
                "trainer",
                settings.root().resolve("trainer/supervisor/target/quarkus-app/quarkus-run.jar"),
                data,
                environment.supervisor(broker.bootstrap()),
                List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(settings.ports().supervisorManagement()));
        this.postgres = new Part(database, terminal, running);
        this.kafka = new Part(broker, terminal, running);
        this.keycloak = new Part(keycloakServer, terminal, running);
        this.app = new Part(labeling, terminal, running);
        this.trainer = new Part(supervisor, terminal, running);
        this.serve = new Part(new ModelServer(settings, environment, data), terminal, running);
    }

    /** Runs until Hone ends; returns the sentence that says why it ended by itself. */
    String run() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        OwnersOnly.restrict(settings.data());
        cleanUpEarlierRun();
        Optional<String> complaint = Preflight.complaint(Machine.seenFor(settings), settings);
        if (complaint.isPresent()) {
            throw new Refusal(complaint.get());
        }
        Files.createDirectories(settings.runs());
        BaseModel.placed(settings.baseModel(), settings.models());
        try {
            startAll();
        } catch (CompletionException e) {
            if (ended.get()) {
                // Asked to end while starting: the hook closes everything, and then the JVM is gone.
                new CountDownLatch(1).await();
            }
            end();
            throw new Refusal(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
        terminal.say(Welcome.text(settings, terminal.elapsed()));
        for (Part part : all()) {
            threads.submit(() -> part.watch(this::giveUp));
        }
        String why = givenUp.join();
        end();
        return why;
    }

    /** A part that people can do without is left down; otherwise Hone ends. */
    private void giveUp(Part part, String why) {
        if (!Needs.labelingContinuesWithout(part.name())) {
            givenUp.complete(
                    "%s %s, which is no accident, and nobody can work without it.".formatted(part.name(), why));
            return;
        }
        for (Part other : all()) {
            if (Needs.endingWith(part.name()).contains(other.name())) {
                leaveDown(other, other == part ? "it " + why : "it can't work without " + part.name());
            }
        }
        terminal.step("labeling goes on; after mending the cause, ./hone down and ./hone up start all parts again");
    }

    private void leaveDown(Part part, String why) {
        part.announceEnd();
        part.end();
        terminal.step("%s is left down: %s".formatted(part.name(), why));
        try {
            running.noteLeftDown(part.name(), why);
        } catch (IOException e) {
            terminal.step("./hone status won't say why: " + e.getMessage());
        }
    }

    /** A part that people can do without delays nobody's work: the watch tries it again. */
    private void startIfItCan(Part part) throws IOException, InterruptedException {
        try {
            part.start();
        } catch (ServerDidNotStart e) {
            terminal.step(String.valueOf(e.getMessage()));
            part.end();
        }
    }

    private void cleanUpEarlierRun() throws IOException, InterruptedException {
        StalePostgres.in(settings.data().resolve("postgres")).ifPresent(earlier -> {
            terminal.step("PostgreSQL of an earlier run is ended first");
            earlier.end();
        });
        running.awaitEndOfEarlier();
    }

    private void startAll() {
        starting = true;
        terminal.step("starting PostgreSQL, Kafka, Keycloak, the app, the trainer and the model server");
        CompletableFuture<Void> database = inBackground(postgres::start);
        CompletableFuture<Void> broker = inBackground(kafka::start);
        CompletableFuture<Void> prepared = inBackground(() -> keycloakServer.prepared());
        CompletableFuture<Void> built = inBackground(build::await);
        CompletableFuture<Void> identity =
                CompletableFuture.allOf(database, prepared).thenCompose(ready -> inBackground(keycloak::start));
        CompletableFuture<Void> training =
                CompletableFuture.allOf(broker, built).thenCompose(ready -> inBackground(() -> startIfItCan(trainer)));
        CompletableFuture<Void> serving = built.thenCompose(ready -> inBackground(() -> startIfItCan(serve)));
        CompletableFuture<Void> labeling =
                CompletableFuture.allOf(database, broker, built).thenCompose(ready -> inBackground(app::start));
        firstFailureOrAll(List.of(database, broker, prepared, built, identity, training, serving, labeling));
    }

    /** Waits for all of them, but no longer than until one fails: the others could wait for it in vain. */
    private static void firstFailureOrAll(List<CompletableFuture<Void>> steps) {
        CompletableFuture<Void> done = CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
        for (CompletableFuture<Void> step : steps) {
            step.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                }
            });
        }
        done.join();
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private CompletableFuture<Void> inBackground(Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /** Ends the applications first, while what they need is still there; PostgreSQL last. */
    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        all().forEach(Part::announceEnd);
        threads.shutdownNow();
        if (!starting) {
            return;
        }
        terminal.step("ending");
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            closing.submit(app::end);
            closing.submit(trainer::end);
            closing.submit(serve::end);
        }
        keycloak.end();
        kafka.end();
        postgres.end();
        terminal.step("ended; the data is kept in " + settings.data());
    }

    private List<Part> all() {
        return new ArrayList<>(List.of(app, trainer, serve, keycloak, kafka, postgres));
    }
}
