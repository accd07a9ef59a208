package hone.bench;

import hone.bench.base.DemoBase;
import hone.bench.circle.OfflineCircle;
import hone.bench.crowd.PoisonBench;
import hone.bench.crowd.ReliabilityBench;
import hone.bench.data.DataBench;
import hone.bench.demo.BroughtModel;
import hone.bench.demo.Demo;
import hone.bench.demo.FinishedRound;
import hone.bench.demo.Part;
import hone.bench.figures.Figures;
import hone.bench.fuzz.FuzzBench;
import hone.bench.interop.BesideHone;
import hone.bench.labeling.LabelingBench;
import hone.bench.stack.Folders;
import hone.bench.stack.RunningHone;
import hone.bench.stats.StatsBench;
import hone.bench.trainer.TrainerProgram;
import hone.bench.up.UpBench;
import hone.bench.walls.WallsBench;
import hone.bench.world.Corpus;
import hone.devstack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of demo and benches. Figures go to standard output, progress to standard error. */
public final class Main {
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final String USAGE = """
            corpus OUT                    writes the corpus of the base model
            demo-base [--again] [--json]  makes the base model that ships with Hone, and measures it
            demo [--seed S] [--kill PART] [--json]
                                          the whole circle over HTTP, on a stack of its own; PART is
                                          worker, supervisor, app, kafka or postgres
            demo --archive FILE [--seed S] [--json]
                                          makes the demo project that ships: people's work, a round, and its export
            model --dir DIR --data TREES [--questions N] [--characters N] [--tokens N] [--rank N] [--json]
                                          a model that somebody brings: imported, trained by LoRA in one round of SFT, DPO,
                                          reward model and PPO on the ranked answers of Open Assistant's trees, served and
                                          exported; minutes and peak memory of each
            up [--json]                   from a fresh clone to the first comparison, and again
            labeling [--case C,…] [--json]
                                          signed-in labelers at work under load; C is 10k-8, 10k-32, 10k-200,
                                          10k-200-import, 10k-200-import-1m,
                                          10k-200-kill or 1m-200
            data [--case C,…] [--json]    import, export, freezing, lineage and lists; C is 10k, 100k or 1m comparisons
            stats [--case C,…] [--python PYTHON --peers PROGRAM] [--json]
                                          the statistics of labels on a million rows; C is bt-1m, ds-1m or alpha-1m;
                                          with PYTHON beside the libraries that PROGRAM calls
            reliability [--case C,…] [--json]
                                          reward models from simulated crowds with up to half bad labelers, by every judgment,
                                          by majority and by reliability; C is bad-0, bad-10, … bad-50
            poison [--case C,…] [--json]  planted preferences: how many are found, and what they do to a reward model with and
                                          without quarantine; C is trigger-0.5, -1, -3, -5 or flip-0.5, -1, -3, -5
            walls [--json]                what another user of the machine can reach of ./hone up
            fuzz [--seed S] [--requests N] [--json]
                                          hostile requests to every address of a running app
            beside COMMAND…               a program that uses the API of a Hone of its own: HONE_URL and HONE_TOKEN say where it is
            circle [--seed S] [--stages grpo,best-of-n,ppo] [--sft JSON] [--ppo JSON] … [--json]
                                          the demo's models without the app; JSON holds the settings that differ from
                                          a stage's usual recipe, and stages trained before are used again
            """;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "" : words.getFirst();
        Options options = new Options(words.isEmpty() ? words : words.subList(1, words.size()));
        try {
            switch (command) {
                case "corpus" -> Corpus.write(Path.of(options.first()), Corpus.SEED, Corpus.DOCUMENTS);
                case "demo-base" -> demoBase(options);
                case "demo" -> demo(options);
                case "model" -> model(options);
                case "up" -> inFolder(options, Main::up);
                case "labeling" -> labeling(options);
                case "data" -> data(options);
                case "stats" -> inFolder(options, Main::stats);
                case "reliability" -> inFolder(options, Main::reliability);
                case "poison" -> inFolder(options, Main::poison);
                case "walls" -> walls(options);
                case "fuzz" -> fuzz(options);
                case "beside" -> beside(options);
                case "circle" -> circle(options);
                default -> throw new Options.Misused("there is no command '" + command + "'");
            }
        } catch (Options.Misused e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
    }

    private static void demoBase(Options options) throws IOException, InterruptedException {
        Path root = options.root();
        Path target = root.resolve("trainer/base");
        if (Files.exists(target.resolve("manifest.json")) && !options.has("--again")) {
            System.err.println("The base model is in " + target + " already; --again makes it anew.");
            return;
        }
        TrainerProgram trainer = TrainerProgram.ofBuild(options.trainer());
        new DemoBase(trainer, options.folder("--work", ".hone/demo-base"), target)
                .make(Figures.forArguments(options.words()));
    }

    private static void demo(Options options) throws IOException, InterruptedException, SQLException {
        Optional<String> archive = options.value("--archive");
        if (archive.isPresent()) {
            demoArchive(options, Path.of(archive.get()));
            return;
        }
        Instant began = Instant.now();
        Optional<Part> kill = options.value("--kill")
                .map(word -> Part.named(word)
                        .orElseThrow(
                                () -> new Options.Misused("--kill takes worker, supervisor, app, kafka or postgres")));
        long seed = options.number("--seed", 1);
        Path data = Files.createTempDirectory("hone-demo-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data)) {
            hone.awaitUp(START_PATIENCE);
            TrainerProgram trainer = TrainerProgram.ofBuild(options.trainer());
            new Demo(hone, trainer, seed, kill, Figures.forArguments(options.words()), began).run();
        } finally {
            Folders.delete(data);
        }
    }

    private static void demoArchive(Options options, Path archive)
            throws IOException, InterruptedException, SQLException {
        Instant began = Instant.now();
        Path data = Files.createTempDirectory("hone-demo-archive-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data)) {
            hone.awaitUp(START_PATIENCE);
            new FinishedRound(
                            hone,
                            options.number("--seed", FinishedRound.SEED),
                            Figures.forArguments(options.words()),
                            began)
                    .exportTo(archive);
        } finally {
            Folders.delete(data);
        }
    }

    private static void model(Options options) throws IOException, InterruptedException, SQLException {
        Path directory = options.file("--dir");
        Path trees = options.file("--data");
        BroughtModel.Size size = new BroughtModel.Size(
                (int) options.number("--questions", 64),
                (int) options.number("--characters", 700),
                (int) options.number("--tokens", 256),
                (int) options.number("--rank", 8));
        Path data = Files.createTempDirectory("hone-model-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data, BroughtModel.settings())) {
            hone.awaitUp(START_PATIENCE);
            new BroughtModel(hone, directory, trees, size, Figures.forArguments(options.words())).run();
        } finally {
            Folders.delete(data);
        }
    }

    private static void up(Options options, Path folder) throws IOException, InterruptedException {
        new UpBench(options.root(), folder).run(Figures.forArguments(options.words()));
    }

    private static void labeling(Options options) throws IOException, InterruptedException, SQLException {
        List<String> cases = options.chosen("--case", LabelingBench.cases());
        Path data = Files.createTempDirectory("hone-labeling-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data)) {
            hone.awaitUp(START_PATIENCE);
            new LabelingBench(hone, Figures.forArguments(options.words())).run(cases);
        } finally {
            Folders.delete(data);
        }
    }

    private static void data(Options options) throws IOException, InterruptedException, SQLException {
        List<String> cases = options.chosen("--case", DataBench.cases());
        Path data = Files.createTempDirectory("hone-data-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data, DataBench.settings())) {
            hone.awaitUp(START_PATIENCE);
            new DataBench(hone, Figures.forArguments(options.words())).run(cases);
        } finally {
            Folders.delete(data);
        }
    }

    private static void stats(Options options, Path folder) throws IOException {
        List<String> cases = options.chosen("--case", StatsBench.cases());
        Optional<StatsBench.Peers> peers = options.has("--peers")
                ? Optional.of(new StatsBench.Peers(options.file("--python"), options.file("--peers")))
                : Optional.empty();
        new StatsBench(folder, peers, Figures.forArguments(options.words())).run(cases);
    }

    private interface Measurement {
        void run(Options options, Path work) throws IOException, InterruptedException;
    }

    private static void inFolder(Options options, Measurement measurement) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("hone-bench-");
        try {
            measurement.run(options, work);
        } finally {
            Folders.delete(work);
        }
    }

    private static void reliability(Options options, Path work) throws IOException, InterruptedException {
        new ReliabilityBench(trainer(options), base(options), work, Figures.forArguments(options.words()))
                .run(options.chosen("--case", ReliabilityBench.cases()));
    }

    private static void poison(Options options, Path work) throws IOException, InterruptedException {
        new PoisonBench(trainer(options), base(options), work, Figures.forArguments(options.words()))
                .run(options.chosen("--case", PoisonBench.cases()));
    }

    private static TrainerProgram trainer(Options options) {
        return TrainerProgram.ofBuild(options.trainer());
    }

    private static Path base(Options options) {
        return options.root().resolve("trainer/base");
    }

    private static void walls(Options options) throws IOException, InterruptedException {
        Path root = options.root();
        Path data = Files.createTempDirectory("hone-walls-");
        List<String> up = List.of(root.resolve("hone").toString(), "up", "--no-install");
        boolean whole;
        try (RunningHone hone = RunningHone.begin(up, root, data, Ports.free())) {
            hone.awaitUp(START_PATIENCE);
            whole = new WallsBench(hone, Figures.forArguments(options.words())).run();
        } finally {
            Folders.delete(data);
        }
        if (!whole) {
            System.exit(1);
        }
    }

    private static void fuzz(Options options) throws IOException, InterruptedException, SQLException {
        int requests = (int) options.number("--requests", FuzzBench.REQUESTS);
        Path data = Files.createTempDirectory("hone-fuzz-");
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data)) {
            hone.awaitUp(START_PATIENCE);
            Path table = options.root().resolve("src/test/resources/access.tsv");
            new FuzzBench(hone, table, options.number("--seed", 1), requests)
                    .run(Figures.forArguments(options.words()));
        } finally {
            Folders.delete(data);
        }
    }

    private static void beside(Options options) throws IOException, InterruptedException {
        options.first(); // or it says that it is missing
        Path data = Files.createTempDirectory("hone-beside-");
        int status;
        try (RunningHone hone = RunningHone.ofBuild(options.root(), data, BesideHone.settings())) {
            hone.awaitUp(START_PATIENCE);
            status = new BesideHone(hone).run(options.words());
        } finally {
            Folders.delete(data);
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private static void circle(Options options) throws IOException, InterruptedException {
        long seed = options.number("--seed", 1);
        Path work = options.folder("--work", ".hone/circle/seed-" + seed);
        Map<String, String> typed = new TreeMap<>();
        for (String stage : List.of("sft", "grpo", "reward", "best-of-n", "ppo")) {
            options.value("--" + stage).ifPresent(settings -> typed.put(stage, settings));
        }
        new OfflineCircle(
                        trainer(options),
                        base(options),
                        work,
                        seed,
                        (int) options.number("--threads", 2),
                        typed,
                        options.value("--stages").isPresent()
                                ? options.chosen("--stages", List.of("grpo", "best-of-n", "ppo"))
                                : List.of("ppo"),
                        Figures.forArguments(options.words()))
                .run();
    }
}
