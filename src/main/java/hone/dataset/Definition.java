package hone.dataset;

import hone.contract.Wire;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which judgments and documents a dataset is frozen of. An empty list leaves nothing out. Lists are sorted and without doubles, so that equal
 * definitions are equal JSON; kept with the dataset, one definition of the same data gives the same rows and the same hash.
 *
 * @param kinds of work, by their wire names, and {@link #DOCUMENTS}
 * @param from accepted at this time or later
 * @param until accepted before it
 * @param guidelines versions that the judgments were given under; what was imported was given under none
 * @param labelers who gave them
 * @param givers people, scripts, imported files
 * @param languages of the prompt or document
 * @param sources where it came from: the name of a data set
 * @param weightMin rows that weigh less are left out
 */
public record Definition(
        List<String> kinds,
        Optional<Instant> from,
        Optional<Instant> until,
        List<UUID> guidelines,
        List<UUID> labelers,
        List<Giver> givers,
        List<String> languages,
        List<String> sources,
        Optional<Double> weightMin) {
    /** Stands among the kinds for texts to pre-train on, which are no work. */
    public static final String DOCUMENTS = "document";

    private static final Definition EVERYTHING = new Definition(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    public Definition {
        kinds = sorted(kinds);
        guidelines = sorted(guidelines);
        labelers = sorted(labelers);
        givers = sorted(givers);
        languages = sorted(languages);
        sources = sorted(sources);
    }

    /** Every judgment and document that counts; this is what rounds freeze. */
    public static Definition everything() {
        return EVERYTHING;
    }

    private static <T extends Comparable<? super T>> List<T> sorted(Collection<T> words) {
        return words.stream().distinct().sorted().toList();
    }

    public boolean isEverything() {
        return equals(EVERYTHING);
    }

    /** Canonical: stored and compared in this form. */
    public String json() {
        return Wire.write(this);
    }

    /** Whether imported judgments may be among them. */
    boolean takesImported() {
        return takesJudgments() && takesWhatCameWithFiles();
    }

    /** Whether texts to pre-train on may be among them: they came with files. */
    boolean takesDocuments() {
        return (kinds.isEmpty() || kinds.contains(DOCUMENTS)) && takesWhatCameWithFiles();
    }

    private boolean takesWhatCameWithFiles() {
        return (givers.isEmpty() || givers.contains(Giver.IMPORTED)) && guidelines.isEmpty() && labelers.isEmpty();
    }

    /** Otherwise nothing but documents is chosen, and no prompt stands by itself either. */
    boolean takesJudgments() {
        return !kinds.equals(List.of(DOCUMENTS));
    }

    /** Whether judgments given here may be among them. */
    boolean takesGivenHere() {
        return takesJudgments() && !givers.equals(List.of(Giver.IMPORTED));
    }
}
