package hone.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The words after a command: {@code --name value} pairs, flags, and the rest. */
record Options(List<String> words) {
    /** The arguments can't be understood; the message says why. */
    static final class Misused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Misused(String message) {
            super(message);
        }
    }

    String first() {
        if (words.isEmpty() || words.getFirst().startsWith("--")) {
            throw new Misused("a file is missing");
        }
        return words.getFirst();
    }

    boolean has(String flag) {
        return words.contains(flag);
    }

    Optional<String> value(String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == words.size()) {
            throw new Misused(name + " needs a value");
        }
        return Optional.of(words.get(at + 1));
    }

    /** A comma-separated list of these words; all of them without the option. */
    List<String> chosen(String name, List<String> all) {
        List<String> words = value(name).map(value -> List.of(value.split(","))).orElse(all);
        for (String word : words) {
            if (!all.contains(word)) {
                throw new Misused(name + " takes " + String.join(", ", all) + ", not '" + word + "'");
            }
        }
        return words;
    }

    long number(String name, long otherwise) {
        try {
            return value(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new Misused(name + " needs a whole number");
        }
    }

    /** The checkout: the working directory of the command, unless a system property says otherwise. */
    Path root() {
        return Path.of(System.getProperty("hone.root", "")).toAbsolutePath().normalize();
    }

    /** The built trainer module, normally the checkout's. */
    Path trainer() {
        return value("--trainer")
                .map(Path::of)
                .orElse(root().resolve("trainer"))
                .toAbsolutePath();
    }

    /** What is there under the name that was given. */
    Path file(String name) {
        Path path = value(name)
                .map(Path::of)
                .orElseThrow(() -> new Misused(name + " is missing"))
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(path)) {
            throw new Misused("there is nothing at " + path);
        }
        return path;
    }

    Path folder(String name, String otherwise) {
        return value(name).map(Path::of).orElse(root().resolve(otherwise)).toAbsolutePath();
    }
}
