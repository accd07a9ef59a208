package hone.trainer.bench;

import hone.trainer.decoder.Decoder;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.GenerationSettings;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * {@code bench sample}: tokens per second, all rows together, from prompts of 32 tokens to 128 new ones each, at temperature 1,
 * including the time for the prompt. No token ends an answer, so none ends early.
 */
public final class SampleBench {
    private static final int THREADS = 2;
    private static final int PROMPT_TOKENS = 32;
    private static final int NEW_TOKENS = 128;
    private static final int WINDOWS = 3;

    private record Case(ModelSize size, int rows) {
        String name() {
            return size.word() + "-b" + rows;
        }
    }

    private static final List<Case> CASES = List.of(
            new Case(ModelSize.M15, 1),
            new Case(ModelSize.M15, 8),
            new Case(ModelSize.M15, 32),
            new Case(ModelSize.M110, 1),
            new Case(ModelSize.M110, 32));

    private SampleBench() {}

    public static void run(PrintStream out, boolean asJson) {
        Torch.start(THREADS);
        for (Case one : CASES) {
            try (Scope scope = Scope.open();
                    Decoder model = InitialWeights.random(one.size.config(), 1);
                    SideBySide sideBySide = SideBySide.of(model.config().dim(), THREADS)) {
                Torch.threadsFor(model.config().dim(), THREADS);
                Generation generation =
                        new Generation(model, new GenerationSettings(1, 1, NEW_TOKENS, List.of(), 0, List.of(0)));
                List<Double> rates = new ArrayList<>();
                sample(generation, one.rows, sideBySide); // the first one touches memory for the first time
                for (int window = 0; window < WINDOWS; window++) {
                    rates.add(one.rows * NEW_TOKENS / sample(generation, one.rows, sideBySide));
                }
                new Windows("sample", one.name(), "tokens_per_second", "1/s", Windows.Better.HIGHER, rates)
                        .print(out, asJson);
            }
        }
    }

    /** The seconds that a batch takes. */
    private static double sample(Generation generation, int rows, SideBySide sideBySide) {
        Random random = new Random(1);
        List<List<Integer>> prompts = new ArrayList<>();
        long[] seeds = new long[rows];
        for (int r = 0; r < rows; r++) {
            prompts.add(random.ints(PROMPT_TOKENS, 3, 1000).boxed().toList());
            seeds[r] = random.nextLong();
        }
        long began = System.nanoTime();
        generation.answerAll(prompts, seeds, sideBySide);
        return (System.nanoTime() - began) / 1e9;
    }
}
