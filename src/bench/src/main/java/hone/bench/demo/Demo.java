package hone.bench.demo;

import hone.bench.circle.AnswerProfile;
import hone.bench.circle.HeldOutComparison;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.labelers.Answer;
import hone.bench.stack.RunningHone;
import hone.bench.trainer.Sampling;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import hone.contract.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The circle once round, without a browser: five scripted people write, correct, rank and compare; a round trains on it; the new
 * model becomes current; its answers become tasks and are judged. At the end both models answer prompts that were in no dataset,
 * and every acknowledged judgment is looked for in PostgreSQL and on Kafka.
 */
public final class Demo {
    private static final String BENCH = "demo";
    private static final List<String> KINDS = List.of("comparison", "ranking", "correction", "demonstration");
    private static final int ROUND_SECONDS_MAX = 900;
    private static final int ANSWER_TOKENS_MAX = 88;
    private static final int THREADS = 2;

    /** Imported beside the samples that every new Hone has; a demonstration is asked of two people. */
    private static final int MORE_PROMPTS = 300;

    private static final Map<String, Integer> FIRST_WORK =
            Map.of("demonstration", 500, "correction", 220, "comparison", 200, "ranking", 100);
    private static final Map<String, Integer> WORK_DURING_THE_ROUND =
            Map.of("demonstration", 200, "comparison", 30, "ranking", 20);
    private static final Map<String, Integer> WORK_ABOUT_THE_NEW_MODEL = Map.of("comparison", 100, "ranking", 50);

    private final RunningHone hone;
    private final TrainerProgram trainer;
    private final long seed;
    private final Saboteur saboteur;
    private final Figures figures;
    private final String caseName;
    private final Instant began;

    public Demo(
            RunningHone hone, TrainerProgram trainer, long seed, Optional<Part> kill, Figures figures, Instant began) {
        this.hone = hone;
        this.trainer = trainer;
        this.seed = seed;
        this.saboteur = new Saboteur(hone, kill);
        this.figures = figures;
        this.caseName = kill.map(part -> "kill-" + part.word()).orElse("seed-" + seed);
        this.began = began;
    }

    public void run() throws IOException, InterruptedException, SQLException {
        Prompts prompts = Prompts.draw(seed);
        Ledger ledger = new Ledger();
        Circle circle = new Circle(hone);
        try (HttpClient client = Browser.sharedClient()) {
            // 1. People sign in; the admin brings more prompts.
            Circle.await("the demo project is made", 120, circle::ready);
            Admin ada = new Admin(LabelerSession.signIn(hone.app(), client, "ada"));
            Crew crew = Crew.signIn(hone.app(), client, everyPrompt(prompts), ledger, seed);
            Circle.Model base = circle.current();
            Figures.tell("Current model: %s  %s  %s", base.name(), base.id(), base.sha256());
            ada.importPrompts("demo-" + seed + ".jsonl", linesOf(prompts));

            // 2. The first judgments.
            CompletableFuture<Void> sabotage = killWhenJudgmentsHaveCome(ledger, total(FIRST_WORK) / 2);
            crew.work(KINDS, new Budget(FIRST_WORK));
            sabotage.join();
            Figures.tell("%d judgments after the first work", ledger.size());

            // 3. A round, while people go on.
            ada.startRound();
            Circle.await("the round has begun", 60, () -> circle.newestRound().isPresent());
            Circle.await("the SFT run is under way", ROUND_SECONDS_MAX, () -> stepOfSft(circle) > 0 || ended(circle));
            CompletableFuture<Void> going = killInMidRun(circle);
            crew.work(KINDS, new Budget(WORK_DURING_THE_ROUND));
            Circle.Model tuned = awaitRound(circle);
            going.join();

            // 4. Its model becomes current, and what it answers is judged.
            ada.makeCurrent(tuned.name(), "The demo's round has made it.");
            Circle.await("answers of the new model are tasks", 300, () -> circle.workAbout(tuned) > 0);
            crew.work(List.of("comparison", "ranking"), new Budget(WORK_ABOUT_THE_NEW_MODEL));

            // 5. Both models answer what nobody was asked in training.
            evaluate(circle, prompts.heldOut(), base, tuned);
        }

        // 6. What became of every judgment.
        count(circle, ledger);
    }

    /** What people may be asked: this seed's prompts, and the samples that ship, which are of seed 1. */
    private static Map<String, Prompt> everyPrompt(Prompts prompts) {
        Map<String, Prompt> all = new LinkedHashMap<>(Prompts.draw(1).byText());
        all.putAll(prompts.byText());
        return all;
    }

    private static List<String> linesOf(Prompts prompts) {
        return prompts.train().subList(0, MORE_PROMPTS).stream()
                .map(prompt -> Wire.write(Map.of("prompt", prompt.text())))
                .toList();
    }

    private static int total(Map<String, Integer> work) {
        return work.values().stream().mapToInt(Integer::intValue).sum();
    }

    private CompletableFuture<Void> killWhenJudgmentsHaveCome(Ledger ledger, int judgments) {
        if (saboteur.idle() || saboteur.strikes(Part.WORKER)) {
            return CompletableFuture.completedFuture(null); // no worker runs before the first round
        }
        return aside(() -> {
            while (ledger.size() < judgments) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            saboteur.kill("after " + ledger.size() + " judgments, while more come in");
        });
    }

    /** In mid-run, while judgments come in. A worker, which could not die before, dies a second time half way. */
    private CompletableFuture<Void> killInMidRun(Circle circle) {
        if (saboteur.idle()) {
            return CompletableFuture.completedFuture(null);
        }
        return aside(() -> {
            killAt(circle, 1);
            if (saboteur.strikes(Part.WORKER)) {
                killAt(circle, sft(circle).map(run -> run.steps() / 2).orElse(1L));
            }
        });
    }

    private void killAt(Circle circle, long step) throws SQLException, InterruptedException, IOException {
        Circle.await(
                "the SFT run is at step " + step, ROUND_SECONDS_MAX, () -> stepOfSft(circle) >= step || ended(circle));
        if (!saboteur.kill("at step " + stepOfSft(circle) + " of the SFT run")) {
            throw new IllegalStateException("there was nothing to kill in mid-run");
        }
    }

    private static long stepOfSft(Circle circle) throws SQLException {
        return sft(circle).map(Circle.Run::step).orElse(0L);
    }

    private static boolean ended(Circle circle) throws SQLException {
        return circle.newestRound().flatMap(Circle.Round::outcome).isPresent();
    }

    private interface Deed {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> aside(Deed deed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                deed.run();
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static Optional<Circle.Run> sft(Circle circle) throws SQLException {
        Optional<Circle.Round> round = circle.newestRound();
        return round.isEmpty()
                ? Optional.empty()
                : circle.runs(round.get()).stream()
                        .filter(run -> run.kind().equals("sft"))
                        .findFirst();
    }

    private Circle.Model awaitRound(Circle circle) throws SQLException, InterruptedException {
        Circle.await(
                "the round has ended",
                ROUND_SECONDS_MAX,
                () -> circle.newestRound()
                        .filter(round -> round.outcome().isPresent())
                        .isPresent());
        Circle.Round round = circle.newestRound().orElseThrow();
        Figures.tell(
                "Round %d  %s  %s %s",
                round.number(),
                round.id(),
                round.outcome().orElse(""),
                round.reason().orElse(""));
        if (round.datasetId().isPresent()) {
            circle.dataset(round.datasetId().get())
                    .ifPresent(set -> Figures.tell(
                            "Dataset %d  %s  %d rows  %s", set.number(), set.id(), set.rows(), set.sha256()));
        }
        for (Circle.Run run : circle.runs(round)) {
            Figures.tell(
                    "Run %s  %s  %s %s",
                    run.kind(),
                    run.id(),
                    run.outcome().orElse("goes on"),
                    run.reason().orElse(""));
        }
        Circle.Run sft = sft(circle).orElseThrow(() -> new IllegalStateException("the round has no SFT run"));
        Circle.Model tuned = circle.modelOf(sft)
                .orElseThrow(() -> new IllegalStateException(
                        "the SFT run left no model: " + sft.reason().orElse("")));
        Figures.tell("New model: %s  %s  %s", tuned.name(), tuned.id(), tuned.sha256());
        return tuned;
    }

    private void evaluate(Circle circle, List<Prompt> heldOut, Circle.Model base, Circle.Model tuned)
            throws IOException, InterruptedException, SQLException {
        for (Prompt prompt : heldOut) {
            if (circle.inDatasets(prompt.text()) > 0) {
                throw new IllegalStateException("a held-out prompt is in a dataset: " + prompt.text());
            }
        }
        List<Answer> theirs = answers("base", base, heldOut, seed * 10 + 1);
        List<Answer> ours = answers("sft", tuned, heldOut, seed * 10 + 2);
        Figures.tell("base: %s", AnswerProfile.of(heldOut, theirs).line());
        Figures.tell("SFT:  %s", AnswerProfile.of(heldOut, ours).line());
        HeldOutComparison.of(heldOut, ours, theirs, seed).print(figures, BENCH, caseName, "win_rate_sft_over_base");
    }

    private List<Answer> answers(String name, Circle.Model model, List<Prompt> prompts, long sampleSeed)
            throws IOException, InterruptedException {
        Path checkpoint = hone.data().resolve("models").resolve(model.sha256());
        Sampling sampling = new Sampling(trainer, hone.data().resolve("evaluation"), THREADS);
        return Sampling.read(sampling.sample(
                name, checkpoint, prompts, new Sampling.Settings(1, 1, ANSWER_TOKENS_MAX, "auto", sampleSeed)));
    }

    private void count(Circle circle, Ledger ledger) throws SQLException, InterruptedException {
        Circle.await("every event is sent", 120, () -> circle.unsentEvents() == 0);
        JudgmentCount count = JudgmentCount.take(hone, ledger.all());
        List<Figure> taken = new ArrayList<>();
        taken.add(Figure.of(BENCH, caseName, "judgments", count.acknowledged(), "count"));
        taken.add(Figure.of(BENCH, caseName, "judgments_lost", count.lost(), "count"));
        taken.add(Figure.of(BENCH, caseName, "judgments_doubled", count.doubled(), "count"));
        if (!saboteur.idle()) {
            long restarts = saboteur.strikes(Part.WORKER) ? circle.workerRestarts() : hone.restarts();
            Figures.tell("%d kills, %d restarts", saboteur.kills(), restarts);
            taken.add(Figure.of(BENCH, caseName, "restarts", restarts, "count"));
        }
        double minutes = Duration.between(began, Instant.now()).toMillis() / 60_000.0;
        taken.add(Figure.of(BENCH, caseName, "minutes", minutes, "min"));
        taken.forEach(figures::print);
    }
}
