package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;

import hone.evaluation.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadlineTest {
    @Test
    void theWholeIntervalHasToLieAboveABound() {
        assertThat(Headline.of(alpha(0.9, 0.81, 0.95))).isEqualTo(Headline.RELIABLY);
        assertThat(Headline.of(alpha(0.9, 0.79, 0.95))).isEqualTo(Headline.TENTATIVELY);
        assertThat(Headline.of(alpha(0.7, 0.66, 0.75))).isEqualTo(Headline.PARTLY);
        assertThat(Headline.of(alpha(0.2, 0, 0.4))).isEqualTo(Headline.NO_MORE_THAN_CHANCE);
        assertThat(Headline.of(alpha(-0.3, -0.5, -0.1))).isEqualTo(Headline.LESS_THAN_CHANCE);
    }

    @Test
    void tauHasNoSuchBounds() {
        Agreement tau = new Agreement(
                Subject.RANKINGS,
                80,
                0,
                40,
                Optional.of(0.95),
                Optional.of(new Interval(0.9, 1)),
                "",
                Optional.of(1.0));

        assertThat(Headline.of(tau)).isEqualTo(Headline.PARTLY);
    }

    @Test
    void fewOrEqualJudgmentsSayLittle() {
        Agreement few = new Agreement(
                Subject.COMPARISONS,
                58,
                0,
                29,
                Optional.of(0.9),
                Optional.of(new Interval(0.85, 0.95)),
                "",
                Optional.of(1.0));
        Agreement equal = new Agreement(
                Subject.COMPARISONS, 80, 0, 40, Optional.empty(), Optional.empty(), "all the same", Optional.of(1.0));

        assertThat(Headline.of(few)).isEqualTo(Headline.NOT_YET);
        assertThat(Headline.of(equal)).isEqualTo(Headline.UNANIMOUS);
        assertThat(Headline.mostKnown(List.of(few, equal))).contains(equal);
    }

    private static Agreement alpha(double value, double low, double high) {
        return new Agreement(
                Subject.COMPARISONS,
                80,
                0,
                40,
                Optional.of(value),
                Optional.of(new Interval(low, high)),
                "",
                Optional.of(0.9));
    }
}
