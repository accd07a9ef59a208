package hone.trainer.serve;

import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the server is started.
 *
 * @param checkpoint served from the start under {@code name}
 * @param port 0 takes a free one
 * @param modelsMax models in memory at the same time
 * @param rowsMax answers decoded together
 * @param waitingMax answers that wait, beyond which callers are refused
 * @param answerTokensMax of one answer
 * @param withParent ends when standard input ends
 */
record ServeOptions(
        Optional<Path> checkpoint,
        String name,
        String host,
        int port,
        int threads,
        int modelsMax,
        int rowsMax,
        int waitingMax,
        int answerTokensMax,
        Optional<Endpoints.Control> control,
        boolean withParent) {

    static ServeOptions of(List<String> words, Map<String, String> environment) {
        Map<String, String> options = new HashMap<>();
        Optional<Path> checkpoint = Optional.empty();
        boolean withParent = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--with-parent")) {
                withParent = true;
            } else if (word.startsWith("--")) {
                options.put(word, words.get(++i));
            } else {
                checkpoint = Optional.of(Path.of(word).toAbsolutePath().normalize());
            }
        }
        Optional<Endpoints.Control> control = control(environment);
        if (checkpoint.isEmpty() && control.flatMap(Endpoints.Control::folder).isEmpty()) {
            throw new RunFailure(
                    "bad-options",
                    "There is nothing to serve: name a checkpoint's folder, or set HONE_SERVE_TOKEN and HONE_MODELS so that one can be chosen later.");
        }
        String name = options.getOrDefault(
                "--name",
                checkpoint.map(folder -> String.valueOf(folder.getFileName())).orElse("none"));
        if (!Endpoints.NAME.matcher(name).matches()) {
            throw new RunFailure("bad-options", "'" + name + "' is no name for a model; choose one with --name.");
        }
        return new ServeOptions(
                checkpoint,
                name,
                options.getOrDefault("--host", "127.0.0.1"),
                number(options, "--port", 8000, 0, 65_535),
                number(options, "--threads", Runtime.getRuntime().availableProcessors(), 1, 1024),
                number(options, "--models", 3, 1, 1000),
                number(options, "--rows", 16, 1, 1024),
                number(options, "--waiting", 64, 1, 100_000),
                number(options, "--tokens", 1024, 1, 1_000_000),
                control,
                withParent);
    }

    private static Optional<Endpoints.Control> control(Map<String, String> environment) {
        String token = environment.getOrDefault("HONE_SERVE_TOKEN", "").strip();
        String file = environment.getOrDefault("HONE_SERVE_TOKEN_FILE", "").strip();
        if (token.isEmpty() && !file.isEmpty()) {
            try {
                token = Files.readString(Path.of(file)).strip();
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
                        : Optional.of(Path.of(folder).toAbsolutePath())));
    }

    private static int number(Map<String, String> options, String name, int otherwise, int min, int max) {
        String value = options.getOrDefault(name, Integer.toString(otherwise));
        int number = Integer.parseInt(value);
        if (number < min || number > max) {
            throw new RunFailure(
                    "bad-options", name + " is " + value + ", but must be from " + min + " to " + max + ".");
        }
        return number;
    }
}
