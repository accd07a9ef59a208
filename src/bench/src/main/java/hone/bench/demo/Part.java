package hone.bench.demo;

import java.util.Locale;
import java.util.Optional;

/** What {@code --kill} can kill. */
public enum Part {
    WORKER,
    SUPERVISOR,
    APP,
    KAFKA,
    POSTGRES;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Part> named(String word) {
        for (Part part : values()) {
            if (part.word().equals(word)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
