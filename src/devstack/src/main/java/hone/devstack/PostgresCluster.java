package hone.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Runs PostgreSQL's own programs on one data folder.
 *
 * @param home the unpacked distribution
 */
record PostgresCluster(Path home, Path data, Path log) {

    /**
     * No line for local sockets: there are none. Written at every start, so that a cluster that used to trust everybody no
     * longer does.
     */
    private static final String WHO_MAY_CONNECT = """
            # Written by Hone at every start.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** A new cluster that lets nobody in. */
    void create() throws IOException, InterruptedException {
        Files.createDirectories(data);
        run("initdb", "", List.of("-A", "reject", "-U", "postgres", "-D", data.toString(), "-E", "UTF-8"));
    }

    /**
     * Sets the superuser's password in PostgreSQL's single-user mode, before anything listens, and only if it is not set
     * already: in a new cluster, in one made by an earlier version, or in one copied here from a backup.
     */
    void admitOnlyByPassword(String superuser, String password) throws IOException, InterruptedException {
        replace(data.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
        Path mark = data.resolve("hone.superuser");
        String wanted = sha256(password);
        if (Files.exists(mark) && Files.readString(mark).strip().equals(wanted)) {
            return;
        }
        run(
                "postgres",
                "alter role %s password '%s'%n".formatted(superuser, password),
                List.of("--single", "-D", data.toString(), "postgres"));
        replace(mark, wanted);
    }

    /** Starts the server; it keeps running if we are killed. */
    Process serve(Map<String, String> configuration) throws IOException {
        List<String> words = new ArrayList<>(List.of("-D", data.toString()));
        configuration.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        ProcessBuilder builder = program("postgres", words);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.start();
    }

    private void run(String program, String input, List<String> words) throws IOException, InterruptedException {
        Process process = program(program, words).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has already ended; its exit code and its log say why.
        }
        int exit;
        try {
            exit = process.waitFor();
        } catch (InterruptedException e) {
            // Whoever asked us to end may rely on nothing of ours being left.
            process.destroy();
            process.onExit().join();
            throw e;
        }
        if (exit != 0) {
            throw new ServerDidNotStart("postgres", program + " ended with exit code " + exit, log);
        }
    }

    private ProcessBuilder program(String name, List<String> words) throws IOException {
        // In a session of its own, so that Ctrl-C at the terminal does not take the database away from applications
        // that are still writing.
        List<String> line = new ArrayList<>(List.of("setsid"));
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(home.resolve("bin").resolve(name).toString());
        line.addAll(words);
        return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(LogFile.of(log));
    }

    private static void replace(Path file, String content) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
