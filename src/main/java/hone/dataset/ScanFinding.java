package hone.dataset;

import hone.evaluation.poison.Finding;
import hone.evaluation.poison.Finding.Counts;
import hone.web.Wording;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a scan found, as pages say it.
 *
 * @param dataset the number of the dataset that was frozen
 * @param words empty where it is not about words, or where they were deleted
 * @param held judgments that entered the quarantine because of it
 * @param names whose judgments it is about, at most {@value ScanFindings#NAMES_MAX} of them
 */
public record ScanFinding(
        UUID id,
        int dataset,
        Finding.Kind kind,
        Optional<String> words,
        Counts counts,
        Optional<Finding.Test> test,
        long held,
        List<String> names) {
    public String title() {
        return title(kind);
    }

    /** A few words, for a list. */
    public static String title(Finding.Kind kind) {
        return switch (kind) {
            case FLIPS -> "Contradicted by others";
            case WORDS_WITH_FLIPS -> "Words with contradicted judgments";
            case WORDS_OF_ONE -> "Words of one account";
            case BURST -> "Faster than anybody reads";
            case INFLUENCE -> "A large share";
        };
    }

    /** What was counted. Second opinions are those of other people who compared the same two answers. */
    public String sentence() {
        return switch (kind) {
            case FLIPS ->
                "Others contradict %s of the %s judgments of this account that have a second opinion, and %s of the %s of everybody else."
                        .formatted(n(counts.k()), n(counts.n()), n(counts.kElsewhere()), n(counts.nElsewhere()));
            case WORDS_WITH_FLIPS ->
                "Of the %s pairs with these words about which there is a second opinion, %s are contradicted; of the %s pairs without them, %s."
                        .formatted(n(counts.n()), n(counts.k()), n(counts.nElsewhere()), n(counts.kElsewhere()));
            case WORDS_OF_ONE ->
                "The prompt or the preferred answer has these words in %s of the %s judgments of this account, and in %s of the %s of others."
                        .formatted(n(counts.k()), n(counts.n()), n(counts.kElsewhere()), n(counts.nElsewhere()));
            case BURST ->
                "%s of the %s judgments of this account were made within a minute."
                        .formatted(n(counts.k()), n(counts.n()));
            case INFLUENCE ->
                "%s of all %s judgments that were read are of this account.".formatted(n(counts.k()), n(counts.n()));
        };
    }

    /** Whether there may be more than are named. */
    public boolean isNamesCut() {
        return names.size() == ScanFindings.NAMES_MAX;
    }

    /** How likely that is by chance; empty where a limit was passed. */
    public String chance() {
        return test.map(one ->
                        "By chance so many would be seen with p = %s (Fisher’s exact test), q = %s among all that was tested (Benjamini and Hochberg)."
                                .formatted(Wording.brief(one.p()), Wording.brief(one.q())))
                .orElse("");
    }

    private static String n(int number) {
        return Wording.spaced(number);
    }
}
