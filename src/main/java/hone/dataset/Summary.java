package hone.dataset;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is counted while a dataset is frozen, for the pages: counting it again would read all its rows.
 *
 * @param judgments all that were frozen, those without a row too
 * @param imported those of them that came with files
 * @param people who gave the others
 * @param scripts that did
 * @param promptsTrain prompts by themselves, by side: every prompt is there once
 * @param capped imported judgments that weigh more than 1 where they came from, and count as 1
 * @param fresh judgments that the newest dataset of the same definition lacked, counted as far as pages count; empty: not counted
 */
public record Summary(
        long judgments,
        long imported,
        long people,
        long scripts,
        long promptsTrain,
        long promptsHeldOut,
        long capped,
        Optional<Long> fresh,
        List<OfKind> kinds,
        List<OfPerson> persons) {
    /** Rows of one kind on both sides. */
    public record OfKind(String kind, long train, long heldOut) {}

    /** Rows of one person. */
    public record OfPerson(UUID labeler, long rows) {}

    public Summary {
        kinds = List.copyOf(kinds);
        persons = List.copyOf(persons);
    }
}
