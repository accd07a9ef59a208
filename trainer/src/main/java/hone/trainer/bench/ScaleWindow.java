package hone.trainer.bench;

import hone.contract.Wire;
import hone.trainer.distributed.GlooGroup;
import hone.trainer.distributed.Ranks;
import hone.trainer.run.DataParallel;
import hone.trainer.tensor.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A process that measures a window of steps for each line that the first one of its world is sent. */
final class ScaleWindow {
    private static final int FIRST_STEPS = 2;

    private ScaleWindow() {}

    /** Answers until standard input ends. */
    static void answer(PrintStream out) {
        TrainCase of = ScaleBench.STEPS;
        Torch.start(of.threads());
        Torch.threadsFor(of.size().config().dim(), of.threads());
        Optional<Ranks> ranks = Ranks.of(System.getenv());
        if (ranks.isEmpty()) {
            answer(of, DataParallel.ALONE, out);
            return;
        }
        try (GlooGroup group = GlooGroup.join(ranks.get())) {
            answer(of, group, out);
        }
    }

    private static void answer(TrainCase of, DataParallel together, PrintStream out) {
        try (SftSteps steps = new SftSteps(of, together);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            double error = steps.gradientError();
            steps.run(FIRST_STEPS); // they touch memory for the first time
            if (together.isFirst()) {
                out.println(Wire.write(Map.of("ready", true)));
            }
            while (together.any(together.isFirst() && lines.readLine() != null)) {
                Steps.Done done = steps.run(of.size().stepsOfWindow());
                if (together.isFirst()) {
                    out.println(Wire.write(Map.of(
                            "tokens", done.tokens(), "seconds", done.used().seconds(), "gradient_error", error)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the measuring process can't be reached", e);
        }
    }
}
