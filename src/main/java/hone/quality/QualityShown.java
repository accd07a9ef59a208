package hone.quality;

import hone.evaluation.AgreementChange;
import hone.evaluation.Verdict;
import hone.kind.WorkKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All that the page shows.
 *
 * @param measuredAt when; empty where nothing was measured yet
 * @param repeats whether people decided the same again, over all
 * @param byKind agreement in the whole project
 */
record QualityShown(
        Optional<Instant> measuredAt,
        long judgments,
        Repeats repeats,
        List<Agreement> byKind,
        List<OfSubject> subjects,
        List<People> people) {

    /** A version of a guideline, and by how much agreement under it differs from the one before that is known. */
    record VersionLine(
            int number, String note, Instant publishedAt, Agreement agreement, Optional<AgreementChange> change) {
        public boolean isRaised() {
            return change.filter(c -> c.verdict() == Verdict.BETTER).isPresent();
        }

        public boolean isLowered() {
            return change.filter(c -> c.verdict() == Verdict.WORSE).isPresent();
        }

        public boolean isUnclear() {
            return change.isPresent() && !isRaised() && !isLowered();
        }

        /** By how much, for {@link #change} that is there. */
        public String by() {
            double difference = change.orElseThrow().difference();
            return (difference > 0 ? "+" : "") + Agreement.twoDigits(difference);
        }

        public String byLow() {
            return Agreement.twoDigits(change.orElseThrow().change().low());
        }

        public String byHigh() {
            return Agreement.twoDigits(change.orElseThrow().change().high());
        }
    }

    record WeekLine(LocalDate monday, Agreement agreement) {}

    /**
     * One subject by guideline version and by week, both newest first.
     *
     * @param chart empty where enough is known of fewer than two weeks
     */
    record OfSubject(Subject subject, List<VersionLine> versions, List<WeekLine> weeks, Optional<WeekChart> chart) {}

    /**
     * Who does one kind of work, those who agree least first.
     *
     * @param gold whether any of them has judged a gold task
     * @param repeats whether any of them has judged a planned repeat
     * @param more how many others there are, counted as far as pages count
     */
    record People(
            WorkKind kind,
            boolean pairs,
            boolean expected,
            boolean gold,
            boolean repeats,
            List<Tendencies> lines,
            boolean more) {}

    public boolean isEmpty() {
        return judgments == 0;
    }

    public Optional<Agreement> mostKnown() {
        return Headline.mostKnown(byKind);
    }

    /** Asked for only where there is a measure. */
    public Headline headline() {
        return mostKnown().map(Headline::of).orElse(Headline.NOT_YET);
    }

    /** How many tasks must have been judged by two before a number is shown. */
    public int enough() {
        return Verdict.ENOUGH;
    }
}
