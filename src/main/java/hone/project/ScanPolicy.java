package hone.project;

import hone.web.Invalid;
import java.util.Arrays;
import java.util.Locale;

/** Whether comparisons are looked through for planted ones when a dataset is frozen. */
public enum ScanPolicy {
    ON(
            "On",
            "Comparisons that a finding holds back wait in quarantine until a reviewer decides; until then they are in no dataset."),
    OFF("Off", "Nothing is looked for. What is in quarantine already stays there until a reviewer decides.");

    private final String label;
    private final String sentence;

    ScanPolicy(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }

    /** As in forms, in the database and in manifests. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ScanPolicy of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Invalid.field("scan", "Choose whether comparisons are scanned."));
    }
}
