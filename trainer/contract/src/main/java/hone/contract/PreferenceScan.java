package hone.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scan for planted comparisons found when a dataset was frozen. Judgments that it held back are not in the dataset.
 *
 * @param policy {@code on}, or {@code off} where the project does not want it: then nothing was read
 * @param rows comparisons that were read
 * @param rowsMax the newest so many are read
 * @param older whether there were older comparisons, which were not read
 * @param heldBack judgments that were taken out because of it
 * @param findings kind of finding → what was found: {@code flips}, {@code words-with-flips}, {@code words-of-one}, {@code burst},
 *     {@code influence}
 * @param expected of these rows a reward model that had learned nothing from their author had said before what it expects; absent in
 *     datasets of earlier versions
 */
public record PreferenceScan(
        String policy,
        long rows,
        long rowsMax,
        boolean older,
        long heldBack,
        Map<String, Found> findings,
        Optional<Long> expected) {
    public static final String ON = "on";
    public static final String OFF = "off";

    /**
     * All findings of one kind.
     *
     * @param q the smallest p-value, adjusted for all tests of the kind; empty where a finding is a limit that was passed
     */
    public record Found(long count, Optional<Double> q) {
        public Found {
            Check.positive("count", count);
            q.ifPresent(smallest -> Check.share("q", smallest));
        }
    }

    public PreferenceScan {
        Check.oneOf("policy", policy, List.of(ON, OFF));
        Check.notNegative("rows", rows);
        Check.notNegative("rowsMax", rowsMax);
        Check.notNegative("heldBack", heldBack);
        findings = Map.copyOf(findings);
        expected.ifPresent(some -> Check.notNegative("expected", some));
    }

    /** Of a dataset whose project wants no scan. */
    public static PreferenceScan off() {
        return new PreferenceScan(OFF, 0, 0, false, 0, Map.of(), Optional.empty());
    }
}
