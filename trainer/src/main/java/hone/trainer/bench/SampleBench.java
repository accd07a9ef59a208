package hone.trainer.bench;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.GenerationSettings;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * {@code bench sample}: tokens per second, all rows together, from prompts of 32 tokens to 128 new ones each, at temperature 1,
 * including the time for the prompt. No token ends an answer, so none ends early.
 */
final class SampleBench {
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

    /**
     * @param names of cases; all if there are none
     * @param peers what to measure in between, if anything
     */
    static void run(List<String> names, Optional<Peers> peers, PrintStream out, boolean asJson) {
        Torch.start(THREADS);
        for (Case one : chosen(names)) {
            try (Scope scope = Scope.open();
                    Decoder model = InitialWeights.random(one.size.config(), 1);
                    HalfWeights atLoad = model.halved();
                    SideBySide sideBySide = SideBySide.of(model.config().dim(), THREADS)) {
                Torch.threadsFor(model.config().dim(), THREADS);
                Generation generation = new Generation(
                        atLoad.decoder(), new GenerationSettings(1, 1, NEW_TOKENS, List.of(), 0, List.of(0)));
                sample(generation, one.rows, sideBySide); // the first one touches memory for the first time
                measure(one, generation, sideBySide, peers, out, asJson);
            } catch (IOException e) {
                throw new RunFailure("bench-failed", one.name() + " could not be measured: " + e.getMessage() + ".");
            }
        }
    }

    private static List<Case> chosen(List<String> names) {
        List<String> known = CASES.stream().map(Case::name).toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new RunFailure("bad-arguments", "There is no case " + name + "; there are " + known + ".");
        });
        return CASES.stream()
                .filter(one -> names.isEmpty() || names.contains(one.name()))
                .toList();
    }

    private static void measure(
            Case one,
            Generation generation,
            SideBySide sideBySide,
            Optional<Peers> peers,
            PrintStream out,
            boolean asJson)
            throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        Optional<Contestant> peer = peers.isPresent()
                ? Optional.of(peers.get().started("sample.py", one.size, THREADS, "--rows", one.rows))
                : Optional.empty();
        try {
            for (int window = 0; window < WINDOWS; window++) {
                ours.add(one.rows * NEW_TOKENS / sample(generation, one.rows, sideBySide));
                if (peer.isPresent()) {
                    theirs.add(Peers.rate(peer.get().window()));
                }
            }
        } finally {
            peer.ifPresent(Contestant::close);
        }
        new Windows("sample", one.name(), "tokens_per_second", "1/s", Windows.Better.HIGHER, ours).print(out, asJson);
        Peers.compare("sample", one.name(), ours, theirs).forEach(figure -> figure.print(out, asJson));
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
