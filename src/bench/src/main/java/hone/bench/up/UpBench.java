package hone.bench.up;

import hone.bench.demo.FinishedRound;
import hone.bench.demo.LabelerSession;
import hone.bench.demo.WorkPage;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.labelers.Kind;
import hone.bench.labelers.Topic;
import hone.bench.stack.RunningHone;
import hone.bench.world.Prompt;
import hone.devstack.Ports;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench up}: a clone of the checkout in an empty folder, with packages cached; measures the seconds from
 * {@code ./hone up} until a signed-in labeler's request for work returns a comparison with two answers; then stops it and does the same
 * again.
 */
public final class UpBench {
    private static final String BENCH = "up";
    private static final String SECONDS = "seconds_to_first_comparison";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int LOOKS_MAX = 120;

    private final Path checkout;
    private final Path folder;

    /** @param folder an empty one, for the clone and its data */
    public UpBench(Path checkout, Path folder) {
        this.checkout = checkout;
        this.folder = folder;
    }

    public void run(Figures figures) throws IOException, InterruptedException {
        Path clone = folder.resolve("hone");
        Process git = new ProcessBuilder("git", "clone", "-q", checkout.toString(), clone.toString())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IOException("git clone of " + checkout + " into " + clone + " did not succeed");
        }
        Ports ports = Ports.free();
        for (String caseName : List.of("first", "again")) {
            try {
                start(figures, clone, ports, caseName);
            } catch (IOException e) {
                figures.print(Figure.failed(BENCH, caseName, SECONDS, String.valueOf(e.getMessage())));
                return;
            }
        }
    }

    private void start(Figures figures, Path clone, Ports ports, String caseName)
            throws IOException, InterruptedException {
        Path data = clone.resolve(".hone");
        long began = System.nanoTime();
        try (RunningHone hone = RunningHone.begin(List.of("./hone", "up", "--no-install"), clone, data, ports);
                HttpClient client = Browser.sharedClient()) {
            hone.awaitUp(PATIENCE);
            LabelerSession lena = LabelerSession.signIn(hone.app(), client, "lena");
            WorkPage first = awaitComparison(lena);
            figures.print(Figure.of(BENCH, caseName, SECONDS, (System.nanoTime() - began) / 1e9, "s"));
            Prompt asked = FinishedRound.prompts().get(first.prompt());
            long kept = asked == null
                    ? 0
                    : first.answers().stream()
                            .filter(answer -> Topic.isKept(asked, answer))
                            .count();
            Figures.log("asked: %s\nanswers: %s", first.prompt(), String.join("\n     or: ", first.answers()));
            figures.print(Figure.of(BENCH, caseName, "answers_to_the_question", kept, "of 2"));
            for (Map.Entry<String, ProcessHandle> part : hone.parts().entrySet()) {
                figures.print(Figure.of(
                        BENCH,
                        caseName,
                        "rss_mb." + part.getKey(),
                        RunningHone.residentMegabytes(part.getValue()),
                        "MB"));
            }
        }
    }

    /** The demo project is created in parallel to the start; a person would look again, too. */
    private static WorkPage awaitComparison(LabelerSession lena) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            try {
                Optional<WorkPage> work =
                        lena.next(Kind.COMPARISON).filter(page -> page.answers().size() == 2);
                if (work.isPresent()) {
                    return work.get();
                }
            } catch (IOException e) {
                Figures.log("not yet: %s", e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IOException("lena was given no comparison with two answers");
    }
}
