package hone.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void aFigureIsOneLineOfJsonWithWhatWasMeasuredOnly() {
        assertThat(Wire.write(Figure.of("demo", "seed-1", "win_rate_sft_over_base", 0.64, "ratio")
                        .samples(400)
                        .interval(0.59, 0.69)))
                .isEqualTo(
                        "{\"bench\":\"demo\",\"case\":\"seed-1\",\"metric\":\"win_rate_sft_over_base\",\"value\":0.64,"
                                + "\"unit\":\"ratio\",\"n\":400,\"low\":0.59,\"high\":0.69}");
        assertThat(Wire.write(Figure.failed("up", "first", "rss_mb.app", "it did not start")))
                .isEqualTo(
                        "{\"bench\":\"up\",\"case\":\"first\",\"metric\":\"rss_mb.app\",\"failed\":\"it did not start\"}");
    }

    /** 240 wins, 160 losses: the normal approximation gives 0.6 ± 1.96 · √(0.24 / 400) = 0.6 ± 0.048. */
    @Test
    void theBootstrapIntervalOfManyPromptsIsNearTheNormalOne() {
        List<Double> wins = new ArrayList<>(Collections.nCopies(240, 1.0));
        wins.addAll(Collections.nCopies(160, 0.0));

        WinRate rate = WinRate.of(wins, 7);

        assertThat(rate.value()).isEqualTo(0.6, within(1e-12));
        assertThat(rate.low()).isEqualTo(0.552, within(0.008));
        assertThat(rate.high()).isEqualTo(0.648, within(0.008));
        assertThat(rate).isEqualTo(WinRate.of(wins, 7));
    }
}
