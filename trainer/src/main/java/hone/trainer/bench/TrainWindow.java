package hone.trainer.bench;

import static org.bytedeco.pytorch.global.torch.randn;

import hone.contract.Wire;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Our side of a measurement, in a process of its own: for each line of standard input a window of steps, and of matrix products of the same
 * numbers before and after it.
 */
final class TrainWindow {
    private static final int SQUARE = 2048;
    private static final int PRODUCTS = 4;
    private static final int FIRST_STEPS = 2;

    private final TrainCase of;
    private final Steps steps;

    private TrainWindow(TrainCase of, Steps steps) {
        this.of = of;
        this.steps = steps;
    }

    /** Answers until standard input ends. */
    static void answer(TrainCase of, PrintStream out) {
        Torch.start(of.threads());
        Torch.threadsFor(of.size().config().dim(), of.threads());
        try (Steps steps = Steps.of(of);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            steps.run(FIRST_STEPS); // they touch memory for the first time
            out.println(Wire.write(Map.of("ready", true)));
            TrainWindow window = new TrainWindow(of, steps);
            while (lines.readLine() != null) {
                out.println(Wire.write(window.measured()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the measuring process can't be reached", e);
        }
    }

    private Map<String, Double> measured() throws IOException {
        Used before = products();
        Steps.Done done = steps.run(of.size().stepsOfWindow());
        Used after = products();
        double flops = 2 * PRODUCTS * 2.0 * Math.pow(SQUARE, 3);
        return Map.of(
                "tokens",
                done.tokens(),
                "seconds",
                done.used().seconds(),
                "cpu_seconds",
                done.used().processorSeconds(),
                "product_flops_per_second",
                flops / (before.seconds() + after.seconds()),
                "product_flops_per_cpu_second",
                flops / (before.processorSeconds() + after.processorSeconds()),
                "peak_rss_mb",
                Memory.peakMegabytes());
    }

    private Used products() {
        Torch.threadsInProducts(of.threads());
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor a = randn(SQUARE, SQUARE).to(of.precision().type());
            Tensor b = randn(SQUARE, SQUARE).to(of.precision().type());
            Used began = Used.now();
            for (int i = 0; i < PRODUCTS; i++) {
                try (Scope one = Scope.open()) {
                    a.mm(b);
                }
            }
            return Used.now().since(began);
        } finally {
            Torch.threadsFor(of.size().config().dim(), of.threads());
        }
    }
}
