package hone.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The servers a test needs, on free ports, closed together.
 *
 * <pre>{@code
 * try (Stack stack = Stack.in(folder).postgres("hone").kafka().start()) {
 *     stack.jdbcUrl("hone");
 * }
 * }</pre>
 */
public final class Stack implements AutoCloseable {

    private static final String KEYCLOAK_DATABASE = "keycloak";

    private final Ports ports;
    private final Optional<PostgresServer> postgres;
    private final Optional<KafkaServer> kafka;
    private final Optional<KeycloakServer> keycloak;

    private Stack(Plan plan) {
        this.ports = plan.ports;
        this.postgres = plan.databases.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostgresServer(
                        plan.data,
                        plan.distributions,
                        ports.postgres(),
                        List.copyOf(plan.databases),
                        PostgresServer.Durability.IN_MEMORY));
        this.kafka = plan.kafka
                ? Optional.of(new KafkaServer(plan.data, ports.kafka(), ports.kafkaController()))
                : Optional.empty();
        this.keycloak = plan.keycloak
                ? postgres.map(server ->
                        new KeycloakServer(plan.data, plan.distributions, ports, server.jdbcUrl(KEYCLOAK_DATABASE)))
                : Optional.empty();
    }

    /** A plan of what to start, with its data in the given folder. */
    public static Plan in(Path data) {
        return new Plan(data);
    }

    /** What to start. */
    public static final class Plan {
        private final Path data;
        private final Set<String> databases = new LinkedHashSet<>();
        private Ports ports = Ports.free();
        private Distributions distributions = Distributions.ofCheckout();
        private boolean kafka;
        private boolean keycloak;

        private Plan(Path data) {
            this.data = data.toAbsolutePath().normalize();
        }

        /** Uses these ports instead of free ones. */
        public Plan ports(Ports chosen) {
            this.ports = chosen;
            return this;
        }

        /** Where the unpacked servers are, if not in the checkout's {@code .devstack/distributions}. */
        public Plan distributions(Path folder) {
            this.distributions = new Distributions(folder);
            return this;
        }

        /** PostgreSQL with these databases, each owned by a role of the same name. */
        public Plan postgres(String... names) {
            databases.addAll(List.of(names));
            return this;
        }

        public Plan kafka() {
            this.kafka = true;
            return this;
        }

        /** Keycloak with the realm {@code hone}, on a database of its own. The app is expected on {@link Ports#app}. */
        public Plan keycloak() {
            this.keycloak = true;
            databases.add(KEYCLOAK_DATABASE);
            return this;
        }

        /** Starts everything in the plan, in parallel; if one part fails, the others are closed again. */
        public Stack start() {
            Stack stack = new Stack(this);
            try {
                stack.startAll();
                return stack;
            } catch (RuntimeException e) {
                stack.close();
                throw e;
            }
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void startAll() {
        List<Step> beginnings = new ArrayList<>();
        postgres.ifPresent(server -> beginnings.add(server::start));
        kafka.ifPresent(server -> beginnings.add(server::start));
        keycloak.ifPresent(server -> beginnings.add(server::prepared));
        sideBySide(beginnings);
        keycloak.ifPresent(server -> sideBySide(List.of(server::start)));
    }

    private static void sideBySide(List<Step> steps) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> started = new ArrayList<>();
            for (Step step : steps) {
                started.add(threads.submit(() -> {
                    step.run();
                    return true;
                }));
            }
            for (Future<?> step : started) {
                step.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The stack did not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stack was starting", e);
        }
    }

    public Ports ports() {
        return ports;
    }

    /** JDBC address of a planned database; {@link #user} and {@link #password} go with it. */
    public String jdbcUrl(String database) {
        return postgres.orElseThrow(() -> new IllegalStateException("the plan names no PostgreSQL"))
                .jdbcUrl(database);
    }

    public String user(String database) {
        return database;
    }

    public String password(String database) {
        return postgres.orElseThrow(() -> new IllegalStateException("the plan names no PostgreSQL"))
                .password(database);
    }

    /** Where Kafka listens and how to sign in, by the names of its client settings. */
    public Map<String, Object> kafkaClient() {
        return kafka().clientSettings();
    }

    public String kafkaBootstrap() {
        return kafka().bootstrap();
    }

    /** For stopping and starting it, on the same port and with its data. */
    public KafkaServer kafka() {
        return kafka.orElseThrow(() -> new IllegalStateException("the plan names no Kafka"));
    }

    /** Issuer of the realm {@code hone}. */
    public String issuer() {
        return keycloak.orElseThrow(() -> new IllegalStateException("the plan names no Keycloak"))
                .issuer();
    }

    @Override
    public void close() {
        keycloak.ifPresent(KeycloakServer::close);
        kafka.ifPresent(KafkaServer::close);
        postgres.ifPresent(PostgresServer::close);
    }
}
