package hone.bench.circle;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Labeler;
import hone.bench.trainer.Sampling;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import hone.contract.DatasetRecord;
import hone.contract.Job;
import hone.contract.Message;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Split;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The model's side of the circle without the app: scripted demonstrations and corrections, SFT, and the comparison with the
 * base model on held-out prompts. A tool for working on the trainer or the base model.
 */
public final class OfflineCircle {
    private static final int DEMONSTRATIONS = 500;
    private static final int CORRECTIONS = 200;
    private static final int ANSWER_TOKENS_MAX = 88;

    private final TrainerProgram trainer;
    private final Path base;
    private final Path work;
    private final long seed;
    private final int threads;

    public OfflineCircle(TrainerProgram trainer, Path base, Path work, long seed, int threads) {
        this.trainer = trainer;
        this.base = base;
        this.work = work;
        this.seed = seed;
        this.threads = threads;
    }

    public void run(Figures figures) throws IOException, InterruptedException {
        Instant began = Instant.now();
        Prompts prompts = Prompts.draw(seed);
        Sampling sampling = new Sampling(trainer, work, threads);

        // 1. What people write, and how they correct the base model's answers.
        Path data = work.resolve("sft.jsonl");
        Files.createDirectories(work);
        Files.write(data, rows(prompts, sampling));

        // 2. SFT.
        Job job = new Job(
                "sft-" + seed,
                Recipe.Sft.small(),
                Optional.of(data.toString()),
                base.toString(),
                Optional.empty(),
                Optional.empty(),
                work.resolve("sft").toString(),
                work.resolve("models").toString(),
                seed,
                threads);
        Instant sft = Instant.now();
        Path tuned = TrainerProgram.checkpoint(job, trainer.run(job));
        Figures.log(
                "SFT took %d s; model %s", Duration.between(sft, Instant.now()).toSeconds(), tuned.getFileName());

        // 3. Both answer the held-out prompts, with different seeds: equal seeds would make similar models look alike.
        List<Prompt> heldOut = prompts.heldOut();
        List<Answer> theirs = answers(sampling, "held-out-base", base, heldOut, "document", seed * 10 + 1);
        List<Answer> ours = answers(sampling, "held-out-sft", tuned, heldOut, "hone", seed * 10 + 2);
        Figures.log("base: %s", AnswerProfile.of(heldOut, theirs).line());
        Figures.log("SFT:  %s", AnswerProfile.of(heldOut, ours).line());
        for (int i = 0; i < 12; i++) {
            Figures.log(
                    "%n%s%n  base: %s%n  SFT:  %s",
                    heldOut.get(i).text(), theirs.get(i).text(), ours.get(i).text());
        }
        HeldOutComparison.of(heldOut, ours, theirs, seed)
                .print(figures, "circle", "seed-" + seed, "win_rate_sft_over_base");
        double minutes = Duration.between(began, Instant.now()).toMillis() / 60_000.0;
        figures.print(Figure.of("circle", "seed-" + seed, "minutes", minutes, "min"));
    }

    private static List<Answer> answers(
            Sampling sampling, String runId, Path model, List<Prompt> prompts, String template, long seed)
            throws IOException, InterruptedException {
        var settings = new Sampling.Settings(1, 1, ANSWER_TOKENS_MAX, template, seed);
        return Sampling.read(sampling.sample(runId, model, prompts, settings));
    }

    private List<String> rows(Prompts prompts, Sampling sampling) throws IOException, InterruptedException {
        Dice dice = Dice.of(seed, "demonstrations");
        List<Labeler> crew = Labeler.crew();
        List<Prompt> asked = dice.sample(prompts.train(), DEMONSTRATIONS + CORRECTIONS);
        List<Prompt> toCorrect = asked.subList(DEMONSTRATIONS, asked.size());
        List<RunEvent.Sampled> drafts = sampling.sample(
                "drafts", base, toCorrect, new Sampling.Settings(1, 1, ANSWER_TOKENS_MAX, "document", seed));
        List<String> rows = new ArrayList<>();
        for (Prompt prompt : asked.subList(0, DEMONSTRATIONS)) {
            rows.add(row(rows.size(), prompt, dice.pick(crew).demonstrate(dice, prompt)));
        }
        for (int i = 0; i < toCorrect.size(); i++) {
            Prompt prompt = toCorrect.get(i);
            Answer draft = Sampling.read(drafts).get(i);
            dice.pick(crew).correct(dice, prompt, draft).ifPresent(text -> rows.add(row(rows.size(), prompt, text)));
        }
        return rows;
    }

    private static String row(int position, Prompt prompt, String text) {
        String id = "%06d".formatted(position);
        return Wire.write(new DatasetRecord.Demonstration(
                position, Split.TRAIN, id, id, List.of(Message.user(prompt.text())), text, 1));
    }
}
