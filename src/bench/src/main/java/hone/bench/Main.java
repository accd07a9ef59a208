package hone.bench;

import hone.bench.base.DemoBase;
import hone.bench.circle.OfflineCircle;
import hone.bench.figures.Figures;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line of demo and benches. Figures go to standard output, what happens on the way to standard error. */
public final class Main {
    private static final String USAGE = """
            corpus OUT                    writes the corpus of the base model
            demo-base [--again] [--json]  makes the base model that ships with Hone, and measures it
            circle [--seed S] [--json]    demonstrations, corrections, SFT and the comparison with the base, without the app
            """;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "" : words.getFirst();
        Options options = new Options(words.isEmpty() ? words : words.subList(1, words.size()));
        try {
            switch (command) {
                case "corpus" -> Corpus.write(Path.of(options.first()), Corpus.SEED, Corpus.DOCUMENTS);
                case "demo-base" -> demoBase(options);
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

    private static void circle(Options options) throws IOException, InterruptedException {
        long seed = options.number("--seed", 1);
        Path work = options.folder("--work", ".hone/circle/seed-" + seed);
        TrainerProgram trainer = TrainerProgram.ofBuild(options.trainer());
        Path base = options.root().resolve("trainer/base");
        new OfflineCircle(trainer, base, work, seed, (int) options.number("--threads", 2))
                .run(Figures.forArguments(options.words()));
    }
}
