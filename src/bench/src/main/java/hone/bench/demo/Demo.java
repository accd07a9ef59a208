package hone.bench.demo;

import hone.bench.circle.DemoRecipes;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.labelers.Kind;
import hone.bench.ledger.JudgmentCount;
import hone.bench.stack.RunningHone;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import hone.contract.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Goes round the circle twice, without a browser. First five scripted people write, correct, rank and compare; then a round of
 * SFT, whose model becomes current and whose answers become tasks. Then people compare and rank those; then a round of reward
 * model and PPO, which goes on learning from what people wrote. At the end all models answer prompts that were in no dataset, and
 * every acknowledged judgment is looked up in PostgreSQL and on Kafka.
 */
public final class Demo {
    static final String BENCH = "demo";
    private static final List<Kind> CHOOSING = List.of(Kind.COMPARISON, Kind.RANKING);
    private static final int ROUND_SECONDS_MAX = 1500;

    /**
     * Imported in addition to the samples that every new Hone has. More facts and sums than a question at random is about: what an
     * answer must copy from the question or know takes more examples than how a story goes.
     */
    private static final int MORE_STORIES = 500;

    private static final int MORE_FACTS = 200;
    private static final int MORE_SUMS = 300;

    /**
     * Prompts that the tuned model answers in addition to those that it answers by itself: four answers each, each judged by
     * two.
     */
    private static final int MORE_SAMPLED = 640;

    private static final Map<Kind, Integer> FIRST_WORK =
            Map.of(Kind.DEMONSTRATION, 950, Kind.CORRECTION, 120, Kind.COMPARISON, 200, Kind.RANKING, 100);
    private static final Map<Kind, Integer> WORK_DURING_THE_ROUND =
            Map.of(Kind.DEMONSTRATION, 100, Kind.COMPARISON, 30, Kind.RANKING, 20);
    private static final Map<Kind, Integer> WORK_ABOUT_THE_TUNED_MODEL =
            Map.of(Kind.COMPARISON, 1200, Kind.RANKING, 500);
    private static final Map<Kind, Integer> WORK_DURING_THE_SECOND_ROUND =
            Map.of(Kind.COMPARISON, 100, Kind.RANKING, 40);

    private final RunningHone hone;
    private final TrainerProgram trainer;
    private final long seed;
    private final Saboteur saboteur;
    private final Figures figures;
    private final String caseName;
    private final Instant began;
    private final Circle circle;
    private final Ledger ledger = new Ledger();
    private final Kills kills;

    public Demo(
            RunningHone hone, TrainerProgram trainer, long seed, Optional<Part> kill, Figures figures, Instant began) {
        this.hone = hone;
        this.trainer = trainer;
        this.seed = seed;
        this.saboteur = new Saboteur(hone, kill);
        this.figures = figures;
        this.caseName = kill.map(part -> "kill-" + part.word()).orElse("seed-" + seed);
        this.began = began;
        this.circle = new Circle(hone);
        this.kills = new Kills(saboteur, circle, ledger);
    }

    public void run() throws IOException, InterruptedException, SQLException {
        Prompts prompts = Prompts.draw(seed);
        try (HttpClient client = Browser.sharedClient()) {
            // 1. People sign in; the admin imports more prompts.
            Circle.await("the demo project is made", 120, circle::ready);
            Admin ada = new Admin(LabelerSession.signIn(hone.app(), client, "ada"));
            Crew crew = Crew.signIn(hone.app(), client, everyPrompt(prompts), ledger, seed);
            Circle.Model base = circle.current();
            Figures.log("Current model: %s  %s  %s", base.name(), base.id(), base.sha256());
            ada.importPrompts("demo-" + seed + ".jsonl", linesOf(prompts.some(MORE_STORIES, MORE_FACTS, MORE_SUMS)));

            // 2. The first judgments, and a round of SFT while people keep working.
            CompletableFuture<Void> sabotage = kills.whenJudgmentsHaveCome(total(FIRST_WORK) / 2);
            crew.work(List.of(Kind.values()), new Budget(FIRST_WORK));
            sabotage.join();
            logTime(ledger.size() + " judgments after the first work");
            ada.chooseSteps(List.of("sft", "generate"));
            round(ada, 1, "sft", () -> crew.work(List.of(Kind.values()), new Budget(WORK_DURING_THE_ROUND)));
            Circle.Model sft = modelOf("sft");

            // 3. Its model becomes current; its answers are compared and ranked.
            ada.makeCurrent(sft.name(), "The demo's first round has made it.");
            Circle.await("answers of the tuned model are tasks", 300, () -> circle.workAbout(sft) > 0);
            ada.sample(sft.name(), MORE_SAMPLED);
            Circle.await("all answers are sampled", 600, () -> circle.unfinishedRuns() == 0);
            logTime("the tuned model has answered");
            crew.work(CHOOSING, new Budget(WORK_ABOUT_THE_TUNED_MODEL));
            logTime(ledger.size() + " judgments after the second work");
            ada.importPrompts("sums-" + seed + ".jsonl", linesOf(sumsToPractise(prompts)));

            // 4. A round of reward model and PPO, starting from it.
            ada.chooseSteps(List.of("reward", "ppo", "generate"), Map.of("ppo", Wire.write(DemoRecipes.ppo())));
            round(ada, 2, "ppo", () -> crew.work(CHOOSING, new Budget(WORK_DURING_THE_SECOND_ROUND)));
            Circle.Model reward = modelOf("reward");
            Circle.Model ppo = modelOf("ppo");
            Optional<Double> kl =
                    circle.lastMetric(circle.runOfNewestRound("ppo").orElseThrow(), "objective/kl");
            ada.makeCurrent(ppo.name(), "The demo's second round has made it.");

            // 5. All models answer prompts that were never used in training.
            List<Prompt> heldOut = prompts.heldOut();
            for (Prompt prompt : heldOut) {
                if (circle.inDatasets(prompt.text()) > 0) {
                    throw new IllegalStateException("a held-out prompt is in a dataset: " + prompt.text());
                }
            }
            new Evaluation(hone, trainer, heldOut, seed, caseName, figures).compare(base, sft, reward, ppo);
            figures.print(kl.map(value -> Figure.of(BENCH, caseName, "kl_ppo", value, "nats"))
                    .orElseGet(() -> Figure.failed(BENCH, caseName, "kl_ppo", "the run told none")));
        }

        // 6. What became of every judgment.
        count();
    }

    /** The prompts that people may see: this seed's, and those of the samples that ship, which have seed 1. */
    static Map<String, Prompt> everyPrompt(Prompts prompts) {
        Map<String, Prompt> all = new LinkedHashMap<>(Prompts.draw(1).byText());
        all.putAll(prompts.byText());
        return all;
    }

    /** Sums that nobody writes or compares: a rule checks them while PPO practises. */
    private static List<Prompt> sumsToPractise(Prompts prompts) {
        List<Prompt> sums = prompts.some(0, 0, Integer.MAX_VALUE);
        return sums.subList(MORE_SUMS, sums.size());
    }

    /** As a file to import. */
    static List<String> linesOf(List<Prompt> prompts) {
        return prompts.stream()
                .map(prompt -> Wire.write(Map.of("prompt", prompt.text())))
                .toList();
    }

    private static int total(Map<Kind, Integer> work) {
        return work.values().stream().mapToInt(Integer::intValue).sum();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** A round from start to end; people work once the run of this kind is under way, and that run is where a kill happens. */
    private void round(Admin admin, int number, String kind, Work meanwhile)
            throws IOException, SQLException, InterruptedException {
        admin.startRound();
        Circle.await(
                "round " + number + " has begun",
                60,
                () -> circle.newestRound()
                        .filter(round -> round.number() == number)
                        .isPresent());
        Circle.await(
                "the " + kind + " run is under way",
                ROUND_SECONDS_MAX,
                () -> circle.stepOfNewestRound(kind) > 0 || circle.newestRoundEnded());
        CompletableFuture<Void> killed = kills.inRun(kind);
        meanwhile.run();
        Circle.await("round " + number + " has ended", ROUND_SECONDS_MAX, circle::newestRoundEnded);
        killed.join();
        log(circle.newestRound().orElseThrow());
        logTime("round " + number + " is over");
    }

    private void log(Circle.Round round) throws SQLException {
        Figures.log(
                "Round %d  %s  %s %s",
                round.number(),
                round.id(),
                round.outcome().orElse(""),
                round.reason().orElse(""));
        if (round.datasetId().isPresent()) {
            circle.dataset(round.datasetId().get())
                    .ifPresent(set -> Figures.log(
                            "Dataset %d  %s  %d rows  %s", set.number(), set.id(), set.rows(), set.sha256()));
        }
        for (Circle.Run run : circle.runs(round)) {
            Figures.log(
                    "Run %s  %s  %s %s",
                    run.kind(),
                    run.id(),
                    run.outcome().orElse("running"),
                    run.reason().orElse(""));
        }
    }

    private void logTime(String what) {
        Figures.log("%4d s  %s", Duration.between(began, Instant.now()).toSeconds(), what);
    }

    private Circle.Model modelOf(String kind) throws SQLException {
        Circle.Run run = circle.runOfNewestRound(kind)
                .orElseThrow(() -> new IllegalStateException("the round has no " + kind + " run"));
        Circle.Model made = circle.modelOf(run)
                .orElseThrow(() -> new IllegalStateException(
                        "the " + kind + " run left no model: " + run.reason().orElse("")));
        Figures.log("New model: %s  %s  %s", made.name(), made.id(), made.sha256());
        return made;
    }

    private void count() throws SQLException, InterruptedException {
        Circle.await("every event is sent", 120, () -> circle.unsentEvents() == 0);
        JudgmentCount count = JudgmentCount.take(hone, ledger.all().keySet());
        List<Figure> taken = new ArrayList<>();
        taken.add(Figure.of(BENCH, caseName, "judgments", count.acknowledged(), "count"));
        taken.add(Figure.of(BENCH, caseName, "judgments_lost", count.lost(), "count"));
        taken.add(Figure.of(BENCH, caseName, "judgments_doubled", count.doubled(), "count"));
        if (!saboteur.idle()) {
            long restarts = saboteur.targets(Part.WORKER) ? circle.workerRestarts() : hone.restarts();
            Figures.log("%d kills, %d restarts", saboteur.kills(), restarts);
            taken.add(Figure.of(BENCH, caseName, "restarts", restarts, "count"));
        }
        double minutes = Duration.between(began, Instant.now()).toMillis() / 60_000.0;
        taken.add(Figure.of(BENCH, caseName, "minutes", minutes, "min"));
        taken.forEach(figures::print);
    }
}
