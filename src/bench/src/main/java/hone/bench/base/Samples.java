package hone.bench.base;

import hone.bench.trainer.Sampling;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The base model's answers that ship with it, in the import format: the first tasks of a new Hone, without a wait. */
final class Samples {
    static final String FILE = "samples.jsonl";
    private static final long SEED = 1;
    private static final int TOKENS_MAX = 64;
    private static final int ANSWERED = 120;
    private static final int OPEN = 60;
    private static final int PER_PROMPT = 4;

    private final TrainerProgram trainer;
    private final Path work;
    private final int threads;

    Samples(TrainerProgram trainer, Path work, int threads) {
        this.trainer = trainer;
        this.work = work;
        this.threads = threads;
    }

    /** One line of the file; a prompt without answers asks for a demonstration. */
    record Line(String prompt, List<Sample> answers) {}

    record Sample(String text, long seed, double temperature, double top_p, boolean ended) {}

    void write(Path model, Path file) throws IOException, InterruptedException {
        List<Prompt> prompts =
                Dice.of(SEED, "samples").sample(Prompts.draw(SEED).train(), ANSWERED + OPEN);
        List<Prompt> answered = prompts.subList(0, ANSWERED);
        List<RunEvent.Sampled> sampled = new Sampling(trainer, work, threads)
                .sample("samples", model, answered, new Sampling.Settings(PER_PROMPT, 1, TOKENS_MAX, "document", SEED));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ANSWERED; i++) {
            List<Sample> answers = sampled.subList(i * PER_PROMPT, (i + 1) * PER_PROMPT).stream()
                    .filter(one -> !one.text().isBlank())
                    .map(one -> new Sample(one.text(), one.seed(), 1, 1, one.ended()))
                    .toList();
            lines.add(Wire.write(new Line(answered.get(i).text(), answers)));
        }
        Stream<String> open =
                prompts.subList(ANSWERED, ANSWERED + OPEN).stream().map(p -> Wire.write(new Line(p.text(), List.of())));
        Files.write(file, Stream.concat(lines.stream(), open).toList());
    }
}
