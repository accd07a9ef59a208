package hone.quality;

import hone.evaluation.reliability.PairVerdict;
import hone.evaluation.reliability.PairVerdict.Choice;
import hone.evaluation.reliability.PairVerdict.Shown;
import hone.judgment.Verdict;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.UUID;

/**
 * One judgment that counts, as far as agreement asks.
 *
 * @param guideline the version that it was given under
 * @param sides the two answers of a comparison as they were shown; empty for other work
 * @param expected the probability that a reward model gave to what was decided, before it was; empty where none was asked
 */
record Given(
        UUID labeler,
        boolean simulated,
        UUID guideline,
        Instant at,
        int seconds,
        Verdict verdict,
        Optional<Sides> sides,
        Optional<Double> expected) {

    /** An answer, and how many bytes it is long. */
    record Side(UUID answer, int length) {}

    record Sides(Side left, Side right) {}

    /** The Monday of the week in which it was given, in UTC. */
    LocalDate week() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** What it says about the sides; empty for other work than comparisons. */
    Optional<PairVerdict> pair() {
        return sides.map(shown -> new PairVerdict(
                0,
                shown(0, shown.left(), choice(shown) == Choice.LEFT),
                shown(1, shown.right(), choice(shown) == Choice.RIGHT),
                choice(shown),
                Optional.of((double) seconds)));
    }

    private Choice choice(Sides shown) {
        return switch (verdict) {
            case Verdict.Preferred preferred ->
                preferred.chosen().equals(shown.left().answer()) ? Choice.LEFT : Choice.RIGHT;
            case Verdict.Tied tied -> Choice.TIE;
            case Verdict.BothBad bad -> Choice.TIE;
            case Verdict.Ranking ranking -> throw other(ranking);
            case Verdict.NotRankable ranking -> throw other(ranking);
            case Verdict.Rating rating -> throw other(rating);
            case Verdict.Demonstration written -> throw other(written);
            case Verdict.Correction written -> throw other(written);
        };
    }

    private static IllegalStateException other(Verdict verdict) {
        return new IllegalStateException("no comparison, but it has sides: " + verdict.workKind());
    }

    /** Probabilities stand for rewards: all that is asked of these is which is higher. */
    private Shown shown(long number, Side side, boolean preferred) {
        return new Shown(number, side.length(), expected.map(of -> preferred ? of : 1 - of));
    }
}
