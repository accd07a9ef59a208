package hone.pause;

import static org.assertj.core.api.Assertions.assertThat;

import hone.evaluation.Share;
import org.junit.jupiter.api.Test;

/**
 * Intervals are those that Newcombe publishes (Statistics in Medicine 17, 1998, table I, method 3): 81 of 263 is 0.2553 to 0.3662, 15 of
 * 148 is 0.0624 to 0.1605.
 */
class RuleSettingTest {
    private static final Share OF_263 = new Share(81 / 263.0, 263);
    private static final Share OF_148 = new Share(15 / 148.0, 148);

    private static boolean broken(PauseRule rule, int percent, Share measured) {
        return new RuleSetting(rule, percent, RuleSetting.LEAST_MIN).isBrokenBy(measured);
    }

    @Test
    void agreementIsTooLowOnlyIfTheUpperEndIsBelowTheBound() {
        assertThat(broken(PauseRule.AGREEMENT, 37, OF_263)).isTrue();
        assertThat(broken(PauseRule.AGREEMENT, 36, OF_263)).isFalse();
        assertThat(broken(PauseRule.AGREEMENT, 17, OF_148)).isTrue();
        assertThat(broken(PauseRule.AGREEMENT, 16, OF_148)).isFalse();
    }

    @Test
    void speedAndSidesAreTooHighOnlyIfTheLowerEndIsAboveTheBound() {
        for (PauseRule rule : new PauseRule[] {PauseRule.SPEED, PauseRule.SIDE}) {
            assertThat(broken(rule, 25, OF_263)).as(rule.word()).isTrue();
            assertThat(broken(rule, 26, OF_263)).as(rule.word()).isFalse();
            assertThat(broken(rule, 6, OF_148)).as(rule.word()).isTrue();
            assertThat(broken(rule, 7, OF_148)).as(rule.word()).isFalse();
        }
    }

    /** The upper end of 0 of n is z² / (n + z²): 0.278 of ten, 0.299 of nine. */
    @Test
    void fewerThanAreAskedForDecideNothingHoweverClearTheyLook() {
        RuleSetting thirty = new RuleSetting(PauseRule.AGREEMENT, 60, 30);

        assertThat(thirty.isBrokenBy(new Share(0, 29))).isFalse();
        assertThat(thirty.isBrokenBy(new Share(0, 30))).isTrue();
        assertThat(broken(PauseRule.AGREEMENT, 28, new Share(0, 10))).isTrue();
        assertThat(broken(PauseRule.AGREEMENT, 27, new Share(0, 10))).isFalse();
        assertThat(broken(PauseRule.AGREEMENT, 30, new Share(0, 9))).isFalse();
    }
}
