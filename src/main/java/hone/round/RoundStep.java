package hone.round;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a round does after freezing, in this order. */
public enum RoundStep {
    /** Fine-tune on written answers. */
    SFT("SFT"),
    /** Learn from pairs what people prefer. */
    REWARD("Reward model"),
    /** Bend the policy towards what the reward model likes. */
    PPO("PPO"),
    /** Sample answers of the newest policy: the next tasks. */
    GENERATE("Generate");

    private final String title;

    RoundStep(String title) {
        this.title = title;
    }

    /** As a run's kind and in the database: {@code sft}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    boolean trains() {
        return this != GENERATE;
    }

    static RoundStep of(String word) {
        return Arrays.stream(values())
                .filter(step -> step.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a round has no step " + word));
    }

    static List<RoundStep> training() {
        return Arrays.stream(values()).filter(RoundStep::trains).toList();
    }

    /** A training step by its word; empty for anything else that stands in an address or a form. */
    static Optional<RoundStep> training(String word) {
        return training().stream().filter(step -> step.word().equals(word)).findFirst();
    }
}
