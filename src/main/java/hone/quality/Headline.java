package hone.quality;

import hone.evaluation.Interval;
import hone.evaluation.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether people agree, in a word. Alpha is read as Krippendorff advises (Content Analysis, 2004, chapter 11): above 0.8 conclusions
 * may rest on the labels, above 0.667 tentative ones, and the whole interval has to lie there.
 */
enum Headline {
    /** Nothing was judged by enough people to tell. */
    NOT_YET,
    /** All judgments are the same. */
    UNANIMOUS,
    RELIABLY,
    TENTATIVELY,
    /** More than by chance, but no label can be relied on by itself. */
    PARTLY,
    /** The interval contains 0. */
    NO_MORE_THAN_CHANCE,
    LESS_THAN_CHANCE;

    private static final double RELIABLE = 0.8;
    private static final double TENTATIVE = 0.667;

    /** What most is known about; empty where there is no measure at all. */
    static Optional<Agreement> mostKnown(List<Agreement> byKind) {
        return byKind.stream().max(Comparator.comparingLong(Agreement::items));
    }

    static Headline of(Agreement agreement) {
        if (agreement.isUnanimous()) {
            return UNANIMOUS;
        }
        if (!agreement.isEnough()) {
            return NOT_YET;
        }
        Interval interval = agreement.interval().orElseThrow();
        if (interval.high() < 0) {
            return LESS_THAN_CHANCE;
        }
        if (interval.low() <= 0) {
            return NO_MORE_THAN_CHANCE;
        }
        if (agreement.subject().form() == Form.ORDER || interval.low() < TENTATIVE) {
            return PARTLY; // Nobody has said what tau would have to be.
        }
        return interval.low() < RELIABLE ? TENTATIVELY : RELIABLY;
    }

    /** How many are needed. */
    static int enough() {
        return Verdict.ENOUGH;
    }
}
