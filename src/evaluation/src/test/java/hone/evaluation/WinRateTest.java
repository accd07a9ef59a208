package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WinRateTest {
    /** 240 wins, 160 losses: the normal approximation gives 0.6 ± 1.96 · √(0.24 / 400) = 0.6 ± 0.048. */
    @Test
    void theBootstrapIntervalOfManyPromptsIsNearTheNormalOne() {
        List<Double> wins = new ArrayList<>(Collections.nCopies(240, 1.0));
        wins.addAll(Collections.nCopies(160, 0.0));

        WinRate rate = WinRate.of(wins, 7);

        assertThat(rate.value()).isEqualTo(0.6, within(1e-12));
        assertThat(rate.interval().low()).isEqualTo(0.552, within(0.008));
        assertThat(rate.interval().high()).isEqualTo(0.648, within(0.008));
        assertThat(rate).isEqualTo(WinRate.of(wins, 7));
    }

    @Test
    void aFewPromptsTellNothingAndNearlyHalfIsNeither() {
        assertThat(WinRate.of(Collections.nCopies(29, 1.0), 7).verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(WinRate.of(Collections.nCopies(30, 1.0), 7).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(WinRate.of(Collections.nCopies(30, 0.0), 7).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(WinRate.of(Collections.nCopies(30, 0.5), 7).verdict()).isEqualTo(Verdict.UNCLEAR);
    }
}
