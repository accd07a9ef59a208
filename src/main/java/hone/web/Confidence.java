package hone.web;

import hone.evaluation.HeldOutChange;
import hone.evaluation.Interval;
import hone.evaluation.ScoreChange;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import io.quarkus.qute.TemplateExtension;
import java.util.Locale;
import java.util.Optional;

/** How what was measured reads on a page, and how sure it is. */
@TemplateExtension
public final class Confidence {
    private Confidence() {}

    /** {@code {share.percent}}: 73.5. */
    public static String percent(Share share) {
        return Wording.brief(100 * share.share());
    }

    static String lowPercent(Share share) {
        return Long.toString(Math.round(100 * share.interval().low()));
    }

    static String highPercent(Share share) {
        return Long.toString(Math.round(100 * share.interval().high()));
    }

    static String ofText(Share share) {
        return Wording.spaced(share.of());
    }

    /** For the sentence about it. */
    static String word(Share share) {
        return share.tooFew() ? "too-few" : "told";
    }

    static String word(HeldOutChange change) {
        return word(change.verdict());
    }

    static String word(ScoreChange change) {
        return word(change.verdict());
    }

    /** {@code too-few}. */
    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String nText(HeldOutChange change) {
        return Wording.spaced(change.rows());
    }

    static String nText(ScoreChange change) {
        return Wording.spaced(change.n());
    }

    static String lowText(HeldOutChange change) {
        return low(change.by());
    }

    static String highText(HeldOutChange change) {
        return high(change.by());
    }

    static String lowText(ScoreChange change) {
        return low(change.by());
    }

    static String highText(ScoreChange change) {
        return high(change.by());
    }

    private static String low(Optional<Interval> by) {
        return by.map(interval -> Wording.brief(interval.low())).orElse("");
    }

    private static String high(Optional<Interval> by) {
        return by.map(interval -> Wording.brief(interval.high())).orElse("");
    }
}
