package hone.devstack;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A running JVM of ours that ends when we do: its main class watches its standard input, which is a pipe from us. */
public final class ChildJvm implements AutoCloseable {

    private static final long POLL_MILLIS = 150;
    /** Longer than the supervisor allows a worker for saving its checkpoint. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(45);

    private final String name;
    private final Path log;
    private final Process process;

    private ChildJvm(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * What to run. The environment is added to ours, without variables that would configure another Quarkus application or slow
     * libtorch down.
     */
    public record Command(
            String name,
            Path log,
            Path folder,
            Map<String, String> environment,
            List<String> flags,
            String classPath,
            Class<?> main,
            List<String> arguments) {

        public ChildJvm start() throws IOException {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(flags);
            line.add("-cp");
            line.add(ownClasses() + File.pathSeparator + classPath);
            line.add(main.getName());
            line.addAll(arguments);
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(LogFile.of(log));
            builder.environment()
                    .keySet()
                    .removeIf(
                            key -> key.startsWith("QUARKUS_") || key.startsWith("KC_") || key.startsWith("OPENBLAS_"));
            builder.environment().putAll(environment);
            return new ChildJvm(name, log, builder.start());
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Empty while it runs. */
    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new ServerDidNotStart(name, "it did not end within " + patience.toSeconds() + " s", log);
        }
        return process.exitValue();
    }

    /** Waits until something accepts connections on the loopback port. */
    public void awaitPort(int port, Duration patience) throws InterruptedException {
        await("nothing listens on port " + port, patience, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return true;
            }
        });
    }

    /** Waits until a GET of one of the addresses is answered with 200. */
    public void awaitOk(List<URI> addresses, Duration patience) throws InterruptedException {
        await(addresses.getFirst() + " does not answer with 200", patience, () -> {
            for (URI address : addresses) {
                if (isOk(address)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isOk(URI address) {
        try {
            return statusOf(address) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int statusOf(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(500);
        connection.setReadTimeout(10_000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    private void await(String complaint, Duration patience, Check check) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            // Waiting for the process to end is the pause between two polls, so a crash is noticed at once.
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ServerDidNotStart(name, "it ended with exit code " + process.exitValue(), log);
            }
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
        }
        throw new ServerDidNotStart(name, complaint + " after " + patience.toSeconds() + " s", log);
    }

    /** Asks the process to end, and insists after a while. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(ChildJvm.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
