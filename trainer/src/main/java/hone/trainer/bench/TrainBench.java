package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import hone.trainer.run.ThisProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * {@code bench train}: steps of training on models of random weights, each case in a process of its own. The share of the matrix product's
 * rate is by processor time on one thread, and by wall time on two; products and steps are measured in turn. With a peer, a plain loop over
 * transformers is measured in between fine-tuning: same model, rows, numbers and threads.
 *
 * @param peers what to measure in between, if anything
 */
record TrainBench(List<String> cases, Optional<Peers> peers) {
    /** The command of the process that measures one case. */
    static final String WINDOWS_OF_A_CASE = "train-window";

    private static final int WINDOWS = 5;

    /** Measures, and prints a figure a line. */
    void run(PrintStream out, boolean asJson) {
        for (String name : cases) {
            TrainCase one = TrainCase.named(name)
                    .orElseThrow(() -> new RunFailure(
                            "bad-arguments", "There is no case " + name + "; there are " + TrainCase.names() + "."));
            try {
                measure(one, out, asJson);
            } catch (IOException e) {
                throw new RunFailure("bench-failed", name + " could not be measured: " + e.getMessage() + ".");
            }
        }
    }

    /** What a process of {@link #measure} runs. */
    static void answer(String name, PrintStream out) {
        TrainWindow.answer(TrainCase.named(name).orElseThrow(), out);
    }

    private void measure(TrainCase one, PrintStream out, boolean asJson) throws IOException {
        List<JsonNode> ours = new ArrayList<>();
        List<JsonNode> theirs = new ArrayList<>();
        try (Contestant hone =
                Contestant.started(ThisProgram.again(List.of("bench", WINDOWS_OF_A_CASE, "--case", one.caseName())))) {
            Optional<Contestant> peer = peers.isPresent() && one.stage() == TrainCase.Stage.SFT
                    ? Optional.of(peers.get()
                            .started(
                                    "train.py",
                                    one.size(),
                                    one.threads(),
                                    "--steps",
                                    one.size().stepsOfWindow(),
                                    "--numbers",
                                    one.precision().name().toLowerCase(Locale.ROOT)))
                    : Optional.empty();
            try {
                for (int window = 0; window < WINDOWS; window++) {
                    ours.add(hone.window());
                    if (peer.isPresent()) {
                        theirs.add(peer.get().window());
                    }
                }
            } finally {
                peer.ifPresent(Contestant::close);
            }
        }
        boolean byProcessor = one.threads() == 1;
        double flops = one.flopsPerToken();
        ToDoubleFunction<JsonNode> share = window -> window.path("tokens").asDouble()
                * flops
                / window.path(byProcessor ? "cpu_seconds" : "seconds").asDouble()
                / window.path(byProcessor ? "product_flops_per_cpu_second" : "product_flops_per_second")
                        .asDouble();
        figure(one, "matmul_share", "ratio", Windows.Better.HIGHER, ours, share).print(out, asJson);
        figure(one, "tokens_per_second", "1/s", Windows.Better.HIGHER, ours, Peers::rate)
                .print(out, asJson);
        new Windows(
                        "train",
                        one.caseName(),
                        "peak_rss_mb",
                        "MB",
                        Windows.Better.LOWER,
                        List.of(ours.getLast().path("peak_rss_mb").asDouble()))
                .print(out, asJson);
        Peers.compare(
                        "train",
                        one.caseName(),
                        ours.stream().map(Peers::rate).toList(),
                        theirs.stream().map(Peers::rate).toList())
                .forEach(figure -> figure.print(out, asJson));
    }

    private static Windows figure(
            TrainCase one,
            String metric,
            String unit,
            Windows.Better better,
            List<JsonNode> windows,
            ToDoubleFunction<JsonNode> value) {
        return new Windows(
                "train",
                one.caseName(),
                metric,
                unit,
                better,
                windows.stream().map(window -> value.applyAsDouble(window)).toList());
    }
}
