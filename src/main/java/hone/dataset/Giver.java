package hone.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/** Whose judgments a dataset is frozen from. */
public enum Giver {
    @JsonProperty("people")
    PEOPLE("people", "People"),
    @JsonProperty("scripts")
    SCRIPTS("scripts", "Scripts (simulated)"),
    @JsonProperty("imported")
    IMPORTED("imported", "Imported files");

    private final String word;
    private final String label;

    Giver(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /** Its name in forms and addresses. */
    public String word() {
        return word;
    }

    public String label() {
        return label;
    }

    public static Optional<Giver> named(String word) {
        return Arrays.stream(values()).filter(giver -> giver.word.equals(word)).findFirst();
    }
}
