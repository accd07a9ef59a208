package hone.web;

import hone.evaluation.HeldOutChange;
import hone.evaluation.Interval;
import hone.evaluation.ScoreChange;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import io.quarkus.qute.TemplateExtension;
import java.util.Optional;

/** Writes measured numbers and their confidence intervals for a page. */
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

    /** {@code {sure:enough}}: the smallest sample that we draw a conclusion from. */
    @TemplateExtension(namespace = "sure")
    static int enough() {
        return Verdict.ENOUGH;
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
