package hone.trainer.bench;

import static org.bytedeco.pytorch.global.torch.randn;

import hone.contract.Wire;
import hone.trainer.data.InTwo;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Our side of a measurement, in a process of its own: for each line of standard input a window of steps of fine-tuning and one of matrix
 * products, on random rows of which every token is learned. Parts, loss, clipping and optimizer are those of {@code sft}.
 */
final class TrainWindow {
    private static final int SQUARE = 2048;
    private static final int PRODUCTS = 4;

    private final TrainCase of;
    private final LabelLearning learning;
    private final AdamW optimizer;
    private final List<TokenRows> parts;

    private TrainWindow(TrainCase of, LabelLearning learning, AdamW optimizer) {
        this.of = of;
        this.learning = learning;
        this.optimizer = optimizer;
        Random random = new Random(1);
        int vocabulary = of.size().config().vocab();
        List<TokenRows.Row> rows = IntStream.range(0, of.size().rows())
                .mapToObj(r -> TokenRows.Row.whole(
                        random.ints(of.size().tokens(), 3, vocabulary).toArray()))
                .toList();
        parts = InTwo.of(rows, row -> 1, row -> row.tokens().length).stream()
                .map(part -> TokenRows.rightPadded(part, 0))
                .toList();
    }

    /** Answers until standard input ends. */
    static void answer(TrainCase of, PrintStream out) {
        Torch.start(of.threads());
        try (Decoder model = InitialWeights.random(of.size().config(), 1);
                AdamW optimizer = new AdamW(model.trainableParameters(), AdamW.Settings.decaying(0.1));
                SideBySide sideBySide = SideBySide.of(model.config().dim(), of.threads());
                LabelLearning learning = new LabelLearning(model, sideBySide);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Torch.threadsFor(model.config().dim(), of.threads());
            TrainWindow window = new TrainWindow(of, learning, optimizer);
            window.step(); // the first one touches memory for the first time
            window.step();
            out.println(Wire.write(Map.of("ready", true)));
            while (lines.readLine() != null) {
                out.println(Wire.write(window.measured()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the measuring process can't be reached", e);
        }
    }

    private Map<String, Double> measured() {
        double product = productsPerSecond();
        Used began = Used.now();
        int steps = of.size().stepsOfWindow();
        for (int step = 0; step < steps; step++) {
            step();
        }
        Used used = Used.now().since(began);
        Used before = Used.now();
        product = (product + productsPerSecond()) / 2;
        Used products = Used.now().since(before);
        return Map.of(
                "tokens",
                (double) steps * of.size().rows() * of.size().tokens(),
                "seconds",
                used.seconds(),
                "cpu_seconds",
                used.processorSeconds(),
                "product_flops_per_second",
                product,
                "product_flops_per_cpu_second",
                product * products.seconds() / products.processorSeconds(),
                "peak_rss_mb",
                Memory.peakMegabytes());
    }

    private void step() {
        int labels = parts.stream().mapToInt(TokenRows::labelCount).sum();
        learning.learn(parts, 1.0 / labels, 1);
        learning.complete();
        optimizer.clip(1);
        optimizer.step(1e-4);
    }

    private double productsPerSecond() {
        openblas_nolapack.blas_set_num_threads(of.threads());
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor a = randn(SQUARE, SQUARE);
            Tensor b = randn(SQUARE, SQUARE);
            long began = System.nanoTime();
            for (int i = 0; i < PRODUCTS; i++) {
                try (Scope one = Scope.open()) {
                    a.mm(b);
                }
            }
            return PRODUCTS * 2.0 * Math.pow(SQUARE, 3) * 1e9 / (System.nanoTime() - began);
        } finally {
            Torch.threadsFor(of.size().config().dim(), of.threads());
        }
    }

    /** Time, and processor time of all threads. */
    private record Used(double seconds, double processorSeconds) {
        static Used now() {
            Duration processor =
                    ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            return new Used(System.nanoTime() / 1e9, processor.toNanos() / 1e9);
        }

        Used since(Used earlier) {
            return new Used(seconds - earlier.seconds, processorSeconds - earlier.processorSeconds);
        }
    }
}
