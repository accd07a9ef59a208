package hone.trainer.bench;

import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code bench}: measurements on models of random weights, with {@code --peer} beside what others reach with the same. */
public final class Bench {
    private static final Path PEERS = Path.of("trainer", "interop", "peers");

    private Bench() {}

    public static void run(List<String> words) {
        Options options = Options.of(words, Set.of("--case", "--peer", "--peers", "--model"), Set.of("--json"))
                .with("train|sample|ppo|load|serve|scale");
        PrintStream out = System.out;
        System.setOut(System.err); // stages print their progress to standard output, where only figures belong
        List<String> cases =
                options.text("--case").map(names -> List.of(names.split(","))).orElse(List.of());
        Path programs = options.text("--peers").map(Options::path).orElse(PEERS);
        Optional<Peers> peers = options.text("--peer").map(python -> new Peers(Options.path(python), programs));
        boolean asJson = options.has("--json");
        switch (options.plain().getFirst()) {
            case "train" -> new TrainBench(cases.isEmpty() ? TrainCase.names() : cases, peers).run(out, asJson);
            case TrainBench.WINDOWS_OF_A_CASE -> TrainBench.answer(options.required("--case"), out);
            case "sample" -> SampleBench.run(cases, peers, out, asJson);
            case "scale" -> ScaleBench.run(cases, out, asJson);
            case ScaleBench.WINDOWS_OF_A_PROCESS -> ScaleWindow.answer(out);
            case "ppo" -> PpoBench.run(peers, out, asJson);
            case "load" -> LoadBench.run(cases, out, asJson);
            case "serve" ->
                new ServeBench(options.text("--model").map(Options::path), peers.map(Peers::python))
                        .run(cases, out, asJson);
            default ->
                throw new RunFailure(
                        "bad-arguments",
                        "There is no bench '" + options.plain().getFirst()
                                + "'; there are train, sample, ppo, load, serve and scale.");
        }
    }
}
