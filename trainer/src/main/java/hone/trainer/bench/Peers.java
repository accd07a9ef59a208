package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where the programs are that measure what others reach with the same model on the same machine.
 *
 * @param python with transformers
 * @param folder of the programs
 */
record Peers(Path python, Path folder) {
    /** What {@code worker.env} sets: a peer runs as its users run it. With these, PyTorch trains faster too (NOTES.md). */
    static final Set<String> OURS = Set.of(
            "GOMP_SPINCOUNT", "GLIBC_TUNABLES", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_ARENA_MAX");

    /** @param more options of the program, names and values */
    Contestant started(String program, ModelSize size, int threads, Object... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                folder.resolve(program).toString(),
                "--size",
                size.word(),
                "--threads",
                Integer.toString(threads)));
        for (Object word : more) {
            command.add(word.toString());
        }
        return Contestant.started(command, OURS);
    }

    /** Tokens per second of a window. */
    static double rate(JsonNode window) {
        return window.path("tokens").asDouble() / window.path("seconds").asDouble();
    }

    /** The peer's figure, and ours as a multiple of it, window by window; none without a peer. */
    static List<Windows> compare(String bench, String caseName, List<Double> ours, List<Double> theirs) {
        if (theirs.isEmpty()) {
            return List.of();
        }
        List<Double> ratios = IntStream.range(0, ours.size())
                .mapToObj(window -> ours.get(window) / theirs.get(window))
                .toList();
        return List.of(
                new Windows(bench, caseName, "peer_tokens_per_second", "1/s", Windows.Better.NEITHER, theirs),
                new Windows(bench, caseName, "ratio_to_peer", "ratio", Windows.Better.HIGHER, ratios));
    }
}
