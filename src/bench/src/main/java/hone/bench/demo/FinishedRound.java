package hone.bench.demo;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.labelers.Kind;
import hone.bench.labelers.Labeler;
import hone.bench.stack.RunningHone;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the demo project that ships: scripted people write, correct, rank and compare, a round of SFT trains on that, its model
 * becomes current, and some of its answers are judged. What is left of these is the first work of whoever starts Hone. The prompts and
 * what each of these people would decide follow from the seed; who gets which task also depends on who asks first, as everywhere.
 */
public final class FinishedRound {
    /** What ships was made with. */
    public static final long SEED = 2;

    private static final String BENCH = "demo-archive";
    private static final int ROUND_SECONDS_MAX = 1500;
    /** With its checkpoint: it lies in the repository, and everybody who starts Hone takes it in. */
    private static final long BYTES_MAX = 10_000_000;

    private static final int MORE_SAMPLED = 160;
    private static final Map<Kind, Integer> FIRST_WORK =
            Map.of(Kind.DEMONSTRATION, 500, Kind.CORRECTION, 220, Kind.COMPARISON, 160, Kind.RANKING, 60);
    private static final Map<Kind, Integer> WORK_ABOUT_THE_TUNED_MODEL =
            Map.of(Kind.COMPARISON, 420, Kind.RANKING, 140);

    private final RunningHone hone;
    private final long seed;
    private final Figures figures;
    private final Instant began;
    private final Circle circle;
    private final Ledger ledger = new Ledger();

    public FinishedRound(RunningHone hone, long seed, Figures figures, Instant began) {
        this.hone = hone;
        this.seed = seed;
        this.figures = figures;
        this.began = began;
        this.circle = new Circle(hone);
    }

    /** What may be asked in the project that ships. */
    public static Map<String, Prompt> prompts() {
        return Demo.everyPrompt(Prompts.draw(SEED));
    }

    /** @param archive what is there is replaced only by a whole one */
    public void exportTo(Path archive) throws IOException, InterruptedException, SQLException {
        // 1. People work, and a round trains on that.
        Prompts prompts = Prompts.draw(seed);
        Map<String, Prompt> known = Demo.everyPrompt(prompts);
        try (HttpClient client = Browser.sharedClient()) {
            Circle.await("the demo project is made", 120, circle::ready);
            Admin ada = new Admin(LabelerSession.signIn(hone.app(), client, "ada"));
            Crew crew = Crew.signIn(hone.app(), client, known, ledger, seed);
            ada.importPrompts("more-prompts.jsonl", Demo.linesOf(prompts.some(250, 100, 150)));
            crew.work(List.of(Kind.values()), new Budget(FIRST_WORK));
            tell(ledger.size() + " judgments after the first work");
            ada.chooseSteps(List.of("sft", "generate"));
            ada.startRound();
            Circle.await("the round has begun", 60, () -> circle.newestRound().isPresent());
            Circle.await("the round has ended", ROUND_SECONDS_MAX, circle::newestRoundEnded);

            // 2. Its model answers, people begin to judge that, and the rest waits for whoever comes.
            Circle.Model tuned = madeBy(circle.newestRound().orElseThrow());
            ada.makeCurrentInsteadOfOthers(tuned.name(), "It keeps to the question; the base model asks the next one.");
            Circle.await("its answers are tasks", 300, () -> circle.workAbout(tuned) > 0);
            ada.sample(tuned.name(), MORE_SAMPLED);
            Circle.await("all answers are sampled", 600, () -> circle.unfinishedRuns() == 0);
            crew.work(List.of(Kind.COMPARISON, Kind.RANKING), new Budget(WORK_ABOUT_THE_TUNED_MODEL));
            tell(ledger.size() + " judgments in all, and " + circle.workAbout(tuned) + " left to give");

            // 3. What can be trained on next is frozen, and the next round takes every step.
            ada.freeze();
            ada.chooseSteps(List.of("sft", "reward", "ppo", "generate"));
        }
        Circle.await("every event is sent", 120, () -> circle.unsentEvents() == 0);

        // 4. It leaves, and nobody in it has the name of a person.
        callEverybodyByTheirRole();
        export(archive);
    }

    private Circle.Model madeBy(Circle.Round round) throws SQLException {
        Circle.Run run = circle.runOfNewestRound("sft")
                .orElseThrow(() -> new IllegalStateException("the round has no SFT: " + round));
        return circle.modelOf(run)
                .orElseThrow(() -> new IllegalStateException(
                        "the SFT left no model: " + run.reason().orElse("")));
    }

    /** No page renames people, and whoever takes the project in knows none of them: so their rows are rewritten here, before they leave. */
    private void callEverybodyByTheirRole() throws SQLException {
        try (Connection database = hone.database()) {
            List<Labeler> crew = Labeler.crew();
            for (int i = 0; i < crew.size(); i++) {
                rename(database, crew.get(i).name(), "simulated-labeler-" + (i + 1), "Simulated labeler " + (i + 1));
            }
            rename(database, "ada", "simulated-admin", "Simulated admin");
            try (PreparedStatement others = database.prepareStatement(
                    "delete from member where labeler_id not in (select id from labeler where username like 'simulated-labeler-%')")) {
                others.executeUpdate();
            }
        }
    }

    private static void rename(Connection database, String username, String role, String shown) throws SQLException {
        try (PreparedStatement row = database.prepareStatement(
                "update labeler set username = ?, display_name = ?, simulated = true, subject = null, issuer = null where username = ?")) {
            row.setString(1, role);
            row.setString(2, shown);
            row.setString(3, username);
            if (row.executeUpdate() != 1) {
                throw new IllegalStateException(username + " is not there");
            }
        }
    }

    private void export(Path archive) throws IOException, InterruptedException {
        Path written = hone.data().resolve("demo.hone.zip");
        Process export = hone.command(
                "export",
                "--project",
                LabelerSession.PROJECT,
                "--all",
                "--names",
                "--models",
                "current",
                "--out",
                written.toString());
        if (!export.waitFor(5, TimeUnit.MINUTES) || export.exitValue() != 0) {
            throw new IOException("the project was not exported; the lines above say why");
        }
        long bytes = Files.size(written);
        figures.print(Figure.of(BENCH, "seed-" + seed, "bytes", bytes, "B"));
        figures.print(Figure.of(BENCH, "seed-" + seed, "judgments", ledger.size(), "count"));
        figures.print(Figure.of(
                BENCH,
                "seed-" + seed,
                "minutes",
                Duration.between(began, Instant.now()).toSeconds() / 60.0,
                "min"));
        if (bytes > BYTES_MAX) {
            throw new IOException(
                    "the archive has %d bytes, more than the %d that may ship".formatted(bytes, BYTES_MAX));
        }
        Files.createDirectories(archive.toAbsolutePath().getParent());
        Files.copy(written, archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void tell(String what) {
        Figures.log("%4d s  %s", Duration.between(began, Instant.now()).toSeconds(), what);
    }
}
