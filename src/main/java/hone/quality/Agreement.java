package hone.quality;

import hone.evaluation.AgreementChange;
import hone.evaluation.Interval;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.kind.WorkKind;
import hone.web.Sql;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * How far people agree about one subject, as it is stored.
 *
 * @param simulated judgments that scripts gave
 * @param items judged by two or more
 * @param estimate alpha, or tau of rankings
 * @param undefined why there is none; empty otherwise
 * @param raw agreement with chance included
 */
record Agreement(
        Subject subject,
        long judgments,
        long simulated,
        long items,
        Optional<Double> estimate,
        Optional<Interval> interval,
        String undefined,
        Optional<Double> raw) {

    /** The columns that {@link #read} takes. */
    static final String COLUMNS =
            "kind, form, criterion, judgments, simulated, items, estimate, low, high, undefined, raw";

    static Agreement read(Sql.Cells c) throws SQLException {
        Optional<Double> low = c.maybeReal("low");
        Optional<Double> high = c.maybeReal("high");
        return new Agreement(
                new Subject(WorkKind.of(c.text("kind")), Form.of(c.text("form")), c.text("criterion")),
                c.number("judgments"),
                c.number("simulated"),
                c.number("items"),
                c.maybeReal("estimate"),
                low.flatMap(from -> high.map(to -> new Interval(from, to))),
                c.text("undefined"),
                c.maybeReal("raw"));
    }

    /** Whether it was measured on enough to be shown as a number. */
    public boolean isEnough() {
        return items >= Verdict.ENOUGH && estimate.isPresent() && interval.isPresent();
    }

    /** All say the same about so many: chance would agree as well, so alpha says nothing. */
    public boolean isUnanimous() {
        return items >= Verdict.ENOUGH
                && estimate.isEmpty()
                && raw.filter(share -> share == 1).isPresent();
    }

    /** For {@link #isEnough} only, as is the rest. */
    public String value() {
        return twoDigits(estimate.orElseThrow());
    }

    public String low() {
        return twoDigits(interval.orElseThrow().low());
    }

    public String high() {
        return twoDigits(interval.orElseThrow().high());
    }

    public IntervalBar bar() {
        return IntervalBar.ofAgreement(estimate.orElseThrow(), interval.orElseThrow());
    }

    /** Raw agreement; empty where no item was judged by two. */
    public Optional<Share> share() {
        return raw.map(value -> new Share(Math.clamp(value, 0, 1), items));
    }

    /** What another part of the judgments is compared with; empty where too little is known. */
    Optional<AgreementChange.Agreed> agreed() {
        return isEnough()
                ? Optional.of(new AgreementChange.Agreed(items, estimate.orElseThrow(), interval.orElseThrow()))
                : Optional.empty();
    }

    /** With a true minus. */
    static String twoDigits(double number) {
        String text = String.format(Locale.ROOT, "%.2f", number);
        return (text.equals("-0.00") ? "0.00" : text).replace('-', '−');
    }
}
