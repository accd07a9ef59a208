package hone.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code bench stats}: the statistics of labels on a million rows, each case in a process of its own. With peers, Python's libraries
 * compute the same from the same file, in turn with ours.
 */
public final class StatsBench {
    private static final String BENCH = "stats";
    private static final int WINDOWS = 5;
    /** A peer's window takes up to two minutes. */
    private static final int WINDOWS_BESIDE_A_PEER = 2;

    /** What a case needs fits; a larger heap would only be filled before it is collected. */
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    /**
     * Where the peers are.
     *
     * @param python with what they need
     * @param program that calls them
     */
    public record Peers(Path python, Path program) {}

    private final Path folder;
    private final Optional<Peers> peers;
    private final Figures figures;

    public StatsBench(Path folder, Optional<Peers> peers, Figures figures) {
        this.folder = folder;
        this.peers = peers;
        this.figures = figures;
    }

    public static List<String> cases() {
        return Arrays.stream(Case.values()).map(Case::word).toList();
    }

    public void run(List<String> words) throws IOException {
        for (String word : words) {
            run(Case.named(word).orElseThrow());
        }
    }

    private void run(Case measured) throws IOException {
        Figures.log("%s: %d rows", measured.word(), Case.ROWS);
        List<JsonNode> all = new ArrayList<>();
        try (Contestant ours = Contestant.started(ours(measured))) {
            ours.window(); // the first compiles
            for (int window = 0; window < WINDOWS; window++) {
                all.add(ours.window());
            }
            report(measured, "seconds", "s", numbers(all, "seconds"));
            figures.print(Figure.of(BENCH, measured.word(), "peak_rss_mb", last(all, "megabytes"), "MB"));
            if (peers.isPresent()) {
                besidePeers(measured, ours, peers.get());
            }
        }
    }

    private void besidePeers(Case measured, Contestant ours, Peers programs) throws IOException {
        List<Peer> others = peersOf(measured);
        if (others.isEmpty()) {
            return;
        }
        Path data = folder.resolve(measured.word() + ".csv");
        measured.rows().write(data);
        for (Peer peer : others) {
            beside(measured, ours, peer, data, programs);
        }
        Files.delete(data);
    }

    /**
     * A library for the same.
     *
     * @param suffix of its figures' names: none for the one that a case is compared with first
     */
    private record Peer(String name, String suffix) {}

    private static List<Peer> peersOf(Case measured) {
        return switch (measured) {
            case BT_1M -> List.of(new Peer("arena-rank", ""), new Peer("evalica", ".evalica"));
            case DS_1M -> List.of(new Peer("crowd-kit", ""));
            case ALPHA_1M -> List.of();
        };
    }

    private void beside(Case measured, Contestant ours, Peer peer, Path data, Peers peers) throws IOException {
        Figures.log("%s: beside %s", measured.word(), peer.name());
        List<String> command = List.of(
                peers.python().toString(),
                peers.program().toString(),
                "--peer",
                peer.name(),
                "--data",
                data.toString());
        List<JsonNode> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        JsonNode found = ours.window();
        try (Contestant other = Contestant.started(command)) {
            for (int window = 0; window < WINDOWS_BESIDE_A_PEER; window++) {
                found = ours.window();
                JsonNode their = other.window();
                theirs.add(their);
                ratios.add(
                        their.path("seconds").asDouble() / found.path("seconds").asDouble());
            }
        } catch (IOException e) {
            figures.print(Figure.failed(
                    BENCH, measured.word(), "ratio_to_peer" + peer.suffix(), String.valueOf(e.getMessage())));
            return;
        }
        report(measured, "peer_seconds" + peer.suffix(), "s", numbers(theirs, "seconds"));
        if (theirs.getFirst().has("resamples")) {
            // The peer computed a few of the thousand resamples, and the time of one was multiplied.
            for (String name : List.of("resamples", "scale")) {
                double value = theirs.getFirst().path(name).asDouble();
                figures.print(Figure.of(BENCH, measured.word(), "peer_" + name + peer.suffix(), value, "1"));
            }
            report(measured, "peer_seconds_per_resample" + peer.suffix(), "s", numbers(theirs, "seconds_per_resample"));
        }
        figures.print(
                Figure.of(BENCH, measured.word(), "peer_peak_rss_mb" + peer.suffix(), last(theirs, "megabytes"), "MB"));
        report(measured, "ratio_to_peer" + peer.suffix(), "ratio", ratios);
        figures.print(difference(measured, peer, found, theirs.getLast()));
    }

    /** Both must have found the same: the largest difference of log-strengths, or the share of items with the same class. */
    private static Figure difference(Case measured, Peer peer, JsonNode ours, JsonNode theirs) {
        int n = theirs.path("result").size();
        double largest = 0;
        int same = 0;
        for (int i = 0; i < n; i++) {
            double apart = Math.abs(ours.path("result").path(i).asDouble()
                    - theirs.path("result").path(i).asDouble());
            largest = Math.max(largest, apart);
            same += apart == 0 ? 1 : 0;
        }
        return measured == Case.DS_1M
                ? Figure.of(BENCH, measured.word(), "same_class_as_peer" + peer.suffix(), (double) same / n, "ratio")
                        .samples(n)
                : Figure.of(BENCH, measured.word(), "largest_difference_to_peer" + peer.suffix(), largest, "1")
                        .samples(n);
    }

    private void report(Case measured, String metric, String unit, List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        figures.print(Figure.of(BENCH, measured.word(), metric, median, unit)
                .windows(sorted.length, sorted[0], sorted[sorted.length - 1]));
    }

    private static List<String> ours(Case measured) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Window.class.getName(), measured.word()));
        return command;
    }

    private static List<Double> numbers(List<JsonNode> windows, String name) {
        return windows.stream().map(window -> window.path(name).asDouble()).toList();
    }

    private static double last(List<JsonNode> windows, String name) {
        return windows.getLast().path(name).asDouble();
    }
}
