package hone.evaluation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.Measure;
import org.junit.jupiter.api.Test;

class RawAgreementTest {
    /** Three raters on three items: 1 1 1, 1 2 and 1 1 2; the fourth item has one rating. */
    @Test
    void itemsWithMoreRatingsHaveMorePairs() {
        RawAgreement found = RawAgreement.of(
                        Ratings.of(2, new int[] {1, 1, 1, 1}, new int[] {1, 2, 1, 0}, new int[] {1, 0, 2, 0}))
                .toOptional()
                .orElseThrow();

        assertThat(found.pairAgreement()).isCloseTo((3 + 0 + 1) / 7.0, within(1e-12));
        assertThat(found.itemMeanAgreement()).isCloseTo((1 + 0 + 1 / 3.0) / 3, within(1e-12));
        assertThat(found.unanimousShare()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(found.items()).isEqualTo(3);
    }

    @Test
    void oneRaterAgreesWithNobody() {
        assertThat(RawAgreement.of(Ratings.of(3, new int[] {1, 2, 3})))
                .isEqualTo(Measure.undefined("no item has two ratings"));
    }
}
