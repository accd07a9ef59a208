package hone.project;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who trains a project's models. Which engines there are beside Hone's own is up to whoever runs the trainer service. */
public enum TrainingEngine {
    /** Nobody is named: whoever trains by default at the trainer service. */
    DEFAULT("The installation’s default"),
    HONE("Hone"),
    TRL("TRL"),
    OPENRLHF("OpenRLHF");

    private final String label;

    TrainingEngine(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As in forms, in the database, in the API and, but for the default, in the request to the trainer. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a run's request says; empty for the default. */
    public Optional<String> asked() {
        return this == DEFAULT ? Optional.empty() : Optional.of(word());
    }

    public static Optional<TrainingEngine> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(TrainingEngine::word).toList();
    }
}
