package hone.trainer.serve;

import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the server is started.
 *
 * @param checkpoint served from the start under {@code name}
 * @param port 0 takes a free one
 * @param withParent ends when standard input ends
 */
record ServeOptions(
        Optional<Path> checkpoint,
        String name,
        String host,
        int port,
        int threads,
        Limits limits,
        Optional<Endpoints.Control> control,
        boolean withParent) {

    /**
     * @param models in memory at the same time
     * @param rows answers decoded together
     * @param waiting answers that may wait; further callers are refused
     * @param answerTokens the most tokens of one answer
     * @param prefixMegabytes of each model's texts that are kept for those that go on from them
     */
    record Limits(int models, int rows, int waiting, int answerTokens, int prefixMegabytes) {}

    private static final int THREADS_MAX = 256;

    static ServeOptions of(List<String> words, Map<String, String> environment) {
        Options options = Options.of(
                        words,
                        Set.of(
                                "--name",
                                "--host",
                                "--port",
                                "--threads",
                                "--models",
                                "--rows",
                                "--waiting",
                                "--tokens",
                                "--prefixes"),
                        Set.of("--with-parent"))
                .atMost(1);
        Optional<Path> checkpoint = options.plain().stream()
                .findFirst()
                .map(word -> Options.path(word).toAbsolutePath().normalize());
        Optional<Endpoints.Control> control = control(environment);
        if (checkpoint.isEmpty() && control.flatMap(Endpoints.Control::folder).isEmpty()) {
            throw new RunFailure(
                    "bad-options",
                    "There is nothing to serve: name a checkpoint's folder, or set HONE_SERVE_TOKEN and HONE_MODELS so that one can be chosen later.");
        }
        String name = options.text("--name")
                .orElseGet(() -> checkpoint
                        .map(folder -> String.valueOf(folder.getFileName()))
                        .orElse("none"));
        if (!Endpoints.NAME.matcher(name).matches()) {
            throw new RunFailure("bad-options", "'" + name + "' is no name for a model; choose one with --name.");
        }
        return new ServeOptions(
                checkpoint,
                name,
                options.text("--host").orElse("127.0.0.1"),
                options.whole("--port", 8000, 0, 65_535),
                options.whole(
                        "--threads", Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors()), 1, THREADS_MAX),
                new Limits(
                        options.whole("--models", 3, 1, 1000),
                        options.whole("--rows", 16, 1, 1024),
                        options.whole("--waiting", 64, 1, 100_000),
                        options.whole("--tokens", 1024, 1, 1_000_000),
                        options.whole("--prefixes", 128, 0, 1_000_000)),
                control,
                options.has("--with-parent"));
    }

    private static Optional<Endpoints.Control> control(Map<String, String> environment) {
        String token = environment.getOrDefault("HONE_SERVE_TOKEN", "").strip();
        String file = environment.getOrDefault("HONE_SERVE_TOKEN_FILE", "").strip();
        if (token.isEmpty() && !file.isEmpty()) {
            try {
                token = Files.readString(Options.path(file)).strip();
            } catch (IOException e) {
                throw new RunFailure("bad-options", "The file of HONE_SERVE_TOKEN_FILE can't be read: " + file + ".");
            }
        }
        String folder = environment.getOrDefault("HONE_MODELS", "").strip();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Endpoints.Control(
                token,
                folder.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Options.path(folder).toAbsolutePath())));
    }
}
