package hone.trainer.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments of a command line: plain ones in order, options with a value, flags. Every error is a sentence.
 *
 * @param plain in the order in which they were given
 */
public record Options(List<String> plain, Map<String, String> named, Set<String> flags) {
    public Options {
        plain = List.copyOf(plain);
        named = Map.copyOf(named);
        flags = Set.copyOf(flags);
    }

    /**
     * @param names of options that take a value
     * @param switches options that take none
     */
    public static Options of(List<String> words, Set<String> names, Set<String> switches) {
        List<String> plain = new ArrayList<>();
        Map<String, String> named = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (switches.contains(word)) {
                flags.add(word);
            } else if (names.contains(word)) {
                if (i + 1 == words.size()) {
                    throw refused("The option " + word + " needs a value.");
                }
                named.put(word, words.get(++i));
            } else if (word.startsWith("--")) {
                Set<String> known = new TreeSet<>(names);
                known.addAll(switches);
                throw refused("There is no option " + word + " here"
                        + (known.isEmpty() ? "." : "; there are " + String.join(", ", known) + "."));
            } else {
                plain.add(word);
            }
        }
        return new Options(plain, named, flags);
    }

    /** Exactly as many plain arguments as there are names. */
    public Options with(String... wanted) {
        if (plain.size() < wanted.length) {
            throw refused(wanted[plain.size()] + " is missing; the command takes " + String.join(" ", wanted) + ".");
        }
        return atMost(wanted.length);
    }

    public Options atMost(int count) {
        if (plain.size() > count) {
            throw refused("'" + plain.get(count) + "' is one word too many.");
        }
        return this;
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(named.get(name));
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> refused("The option " + name + " is missing."));
    }

    public int whole(String name, int otherwise, int min, int max) {
        return text(name).map(value -> whole(name, value, min, max)).orElse(otherwise);
    }

    public long seed(String name, long otherwise) {
        return text(name).map(value -> seedOf(name, value)).orElse(otherwise);
    }

    public double real(String name, double otherwise, double min, double max) {
        return text(name)
                .map(value -> {
                    try {
                        double number = Double.parseDouble(value);
                        if (number >= min && number <= max) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // refused below, like a number out of its limits
                    }
                    throw refused(name + " is '" + value + "', but must be a number from " + min + " to " + max + ".");
                })
                .orElse(otherwise);
    }

    /** A whole number within its limits. */
    public static int whole(String name, String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of its limits
        }
        throw refused(name + " is '" + value + "', but must be a whole number from " + min + " to " + max + ".");
    }

    public static long seedOf(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw refused(name + " is '" + value + "', but must be a whole number of at most 19 digits.");
        }
    }

    public static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw refused("'" + word.replace("\0", "") + "' can be no path of a file.");
        }
    }

    private static RunFailure refused(String sentence) {
        return new RunFailure("bad-options", sentence);
    }
}
