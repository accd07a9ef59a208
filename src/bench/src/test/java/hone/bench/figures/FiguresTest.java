package hone.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Wire;
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
}
