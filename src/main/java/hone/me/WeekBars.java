package hone.me;

import hone.me.Progress.Week;
import hone.web.ReaderLanguage;
import hone.web.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Weeks as the template draws them: a column each, in per cent of a square that stretches, with labels beside it.
 *
 * @param highest the label of the upper end of the axis, which begins at 0
 */
record WeekBars(List<Bar> bars, String highest) {
    /** The part of a week's width that its column leaves free on each side. */
    private static final double GAP = 0.15;

    /** A column, and what the table says of it. */
    record Bar(String x, String y, String width, String height, String begins, String judged) {}

    static WeekBars of(List<Week> weeks) {
        long highest = Math.max(1, weeks.stream().mapToLong(Week::judged).max().orElse(1));
        double step = 100.0 / weeks.size();
        List<Bar> bars = new ArrayList<>();
        for (Week week : weeks) {
            double height = 100.0 * week.judged() / highest;
            bars.add(new Bar(
                    percent(step * (bars.size() + GAP)),
                    percent(100 - height),
                    percent(step * (1 - 2 * GAP)),
                    percent(height),
                    ReaderLanguage.ofReader().dayAndMonth(week.monday()),
                    Wording.counted(week.judged(), Integer.MAX_VALUE)));
        }
        return new WeekBars(List.copyOf(bars), Wording.counted(highest, Integer.MAX_VALUE));
    }

    /** When the oldest week began. */
    public String from() {
        return bars.getFirst().begins();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share);
    }
}
