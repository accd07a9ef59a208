package hone.evaluation.poison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks through preferences for what somebody may have planted in them. Half a percent of planted rows harms a reward model, and five
 * percent a policy (Rando and Tramèr 2023, Universal jailbreak backdoors from poisoned human feedback, arXiv 2311.14455).
 *
 * <p>It reads every row five times at most and looks at 400 words of each text, so a million rows cost what their words cost; beside
 * them it takes some 250 MB. Twenty thousand rows of 1 KB take about 3 s of processor time, on two threads. Of so many rows, runs of words in only a few are left out when there are more than a million runs.
 * Nearly equal texts are not looked for: the split of a dataset already treats them as one prompt, and a planted row is found by
 * its words, however often it was copied.
 *
 * @param findings by kind
 * @param heldBack the rows that some finding holds back, in order; rows, not people
 */
public record PoisonScan(List<Finding> findings, List<Integer> heldBack) {
    public PoisonScan {
        findings = List.copyOf(findings);
        heldBack = List.copyOf(heldBack);
    }

    /**
     * @param rows each judgment once; of training alone, where a model's harm is measured on the others
     * @param score of a reward model that learned from none of the rows' accounts, or none of these rows; without one, only pairs that
     *     several people judged have a second opinion
     */
    public static PoisonScan of(List<JudgedRow> rows, Optional<OutsideScore> score) {
        Evidence evidence = Evidence.of(List.copyOf(rows), score);
        List<Finding> findings = new ArrayList<>();
        // Both wait for memory more than they compute, and neither knows of the other.
        CompletableFuture<List<Finding>> ofOne = CompletableFuture.supplyAsync(() -> WordsOfOne.find(evidence));
        findings.addAll(WordsWithFlips.find(evidence));
        findings.addAll(ofOne.join());
        BitSet held = new BitSet();
        findings.forEach(finding -> finding.rows().forEach(held::set));
        List<Finding> flips = FlipsOfOne.find(evidence, held);
        flips.forEach(finding -> finding.rows().forEach(held::set));
        findings.addAll(flips);
        findings.addAll(Limits.find(evidence));
        return new PoisonScan(findings, held.stream().boxed().toList());
    }
}
