package hone.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tells a secret that somebody could guess from one that a generator made. */
final class WeakSecret {
    /** 32 random hex digits come to about 110 here. This leaves room for chance, and is still more than anybody can try. */
    private static final double BITS_MIN = 80;

    private static final List<String> WORDS =
            List.of("secret", "password", "passwort", "change", "example", "keycloak", "letmein", "qwerty", "default");

    private WeakSecret() {}

    /** What is wrong with it, as the rest of a sentence after “it”; empty for a good one. */
    static Optional<String> why(String secret, int charactersMin) {
        if (secret.length() < charactersMin) {
            return Optional.of("has " + secret.length() + " characters, fewer than " + charactersMin);
        }
        String lower = secret.toLowerCase(Locale.ROOT);
        Optional<String> word = WORDS.stream().filter(lower::contains).findFirst();
        if (word.isPresent()) {
            return Optional.of("holds the word “" + word.get() + "”");
        }
        if ((secret + secret).indexOf(secret, 1) < secret.length()) {
            return Optional.of("repeats itself");
        }
        if (stepsInOrder(secret) > secret.length() / 2) {
            return Optional.of("is a run of the alphabet or of one letter");
        }
        return bits(secret) < BITS_MIN ? Optional.of("is made of too few different characters") : Optional.empty();
    }

    private static long stepsInOrder(String secret) {
        return IntStream.range(1, secret.length())
                .filter(i -> Math.abs(secret.charAt(i) - secret.charAt(i - 1)) <= 1)
                .count();
    }

    /** The Shannon entropy of single characters: an upper bound, since their order is ignored. */
    private static double bits(String secret) {
        return secret.chars()
                .distinct()
                .mapToDouble(letter -> secret.chars().filter(c -> c == letter).count())
                .map(count -> -count * Math.log(count / secret.length()) / Math.log(2))
                .sum();
    }
}
