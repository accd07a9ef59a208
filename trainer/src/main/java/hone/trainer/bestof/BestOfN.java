package hone.trainer.bestof;

import hone.contract.BestOfNRecipe;
import hone.contract.DatasetRecord;
import hone.contract.RunEvent;
import hone.contract.Split;
import hone.contract.Wire;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.data.LeftOut;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunPaused;
import hone.trainer.run.SecondPart;
import hone.trainer.sampling.AskedPrompts;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Best of n: several answers to each prompt of the train side, of which the one with the highest score becomes a row that SFT can
 * learn from, in {@code best-of-n.jsonl} in the run's folder; what learns them is no part of this package. With a rule, an answer that
 * is not right is never taken, and a prompt without a right answer gives no row. An answer that the limit cut is never taken either.
 *
 * <p>Prompts are answered in blocks, each in a file of its own until all are there, so that a resumed run goes on behind the last
 * whole block. Command: {@code ./hone train job.json} with a recipe of kind {@code best-of-n}. Source: Stiennon et al. 2020, arXiv
 * 2009.01325; Dong et al. 2023, arXiv 2304.06767 (learning from the best).
 */
public final class BestOfN {
    public static final String FILE = "best-of-n.jsonl";

    /** The name of what is measured of the answers that were taken. */
    private static final String EVALUATION = "best-of-n";

    private final Run run;
    private final BestOfNRecipe recipe;
    private final DatasetPrompts data;
    private final AnswerScorer scorer;
    private final double scoreMin;

    /**
     * @param data the prompts that the scorer can say something about
     * @param scoreMin below it no answer is taken
     */
    public BestOfN(Run run, BestOfNRecipe recipe, DatasetPrompts data, AnswerScorer scorer, double scoreMin) {
        this.run = run;
        this.recipe = recipe;
        this.data = data;
        this.scorer = scorer;
        this.scoreMin = scoreMin;
    }

    /** How far the best of n answers is from the model that sampled them: ln n − (n − 1)/n nats. */
    public static double divergence(int n) {
        return Math.log(n) - (n - 1.0) / n;
    }

    /** What a block of prompts gave. */
    private record Block(List<DatasetRecord.Demonstration> rows, int prompts, double best, double mean) {}

    /**
     * Samples what an earlier worker of the run has not.
     *
     * @return what follows, whose steps count behind the blocks of prompts
     */
    public SecondPart sample() {
        ManifestCheck.verify(run.model());
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                Decoder model = ModelFiles.load(run.model());
                HalfWeights sampled = model.halved();
                SideBySide sideBySide =
                        SideBySide.of(model.config().dim(), run.job().threads())) {
            Torch.threadsFor(model.config().dim(), run.job().threads());
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            Respondent respondent = new Respondent(
                    sampled.decoder(),
                    tokenizer,
                    template,
                    recipe.candidates().sampling().temperature(),
                    recipe.candidates().sampling().topP(),
                    recipe.candidates().sampling().responseTokensMax());
            AskedPrompts asked = AskedPrompts.of(data.train(), respondent);
            List<AskedPrompts.Asked> prompts = asked.prompts();
            int perBlock = Math.max(
                    1, recipe.candidates().samplingRows() / recipe.candidates().perPrompt());
            int blocks = Math.ceilDiv(prompts.size(), perBlock);
            if (Files.exists(run.folder().resolve(FILE))) {
                tellTaken(blocks, prompts.size());
                return new SecondPart(blocks, false);
            }
            // Not every prompt gives a row; how many steps of learning there are is known when all are answered.
            long steps = blocks + recipe.stepsOn(prompts.size());
            run.log()
                    .append((id, sequence, now) -> new RunEvent.RunStarted(
                            id,
                            sequence,
                            now,
                            answered(blocks),
                            steps,
                            run.machine(),
                            run.job().threads(),
                            tokenizer.unusedTemplate(),
                            Optional.of(template.described())));
            for (int block = 0; block < blocks; block++) {
                if (!Files.exists(file(block))) {
                    int from = block * perBlock;
                    List<AskedPrompts.Asked> some = prompts.subList(from, Math.min(prompts.size(), from + perBlock));
                    try (Scope scope = Scope.open()) {
                        Block done = block(some, respondent, tokenizer, sideBySide);
                        write(done, block);
                        tell(done, asked.leftOut(), block + 1, steps);
                    }
                }
                if (run.stop().isRequested() && block + 1 < blocks) {
                    throw new RunPaused(block + 1);
                }
            }
            join(blocks);
            tellTaken(blocks, prompts.size());
            return new SecondPart(blocks, true);
        }
    }

    /** Blocks that an earlier worker has answered; they are answered in order. */
    private long answered(int blocks) {
        return IntStream.range(0, blocks)
                .takeWhile(block -> Files.exists(file(block)))
                .count();
    }

    private Block block(
            List<AskedPrompts.Asked> prompts, Respondent respondent, Tokenizer tokenizer, SideBySide sideBySide) {
        int n = recipe.candidates().perPrompt();
        List<List<Integer>> questions = new ArrayList<>();
        long[] seeds = new long[prompts.size() * n];
        for (int i = 0; i < seeds.length; i++) {
            AskedPrompts.Asked asked = prompts.get(i / n);
            questions.add(asked.ids());
            seeds[i] = Respondent.seedOf(run.job().seed(), asked.prompt().promptId(), i % n);
        }
        List<Generation.Row> answers = respondent.sampleAll(questions, seeds, sideBySide);
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < seeds.length; i++) {
            rollouts.add(
                    Rollout.of(prompts.get(i / n).prompt(), questions.get(i), answers.get(i), respondent.closingId()));
        }
        float[] scores = scorer.score(rollouts);
        List<DatasetRecord.Demonstration> rows = new ArrayList<>();
        double sum = 0;
        double best = 0;
        for (int p = 0; p < prompts.size(); p++) {
            Optional<Integer> chosen = Optional.empty();
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = p * n; i < (p + 1) * n; i++) {
                sum += scores[i];
                highest = Math.max(highest, scores[i]);
                boolean usable = rollouts.get(i).ended() && scores[i] >= scoreMin;
                if (usable && (chosen.isEmpty() || scores[i] > scores[chosen.get()])) {
                    chosen = Optional.of(i);
                }
            }
            best += highest;
            DatasetPrompt prompt = prompts.get(p).prompt();
            chosen.map(i -> tokenizer.decode(rollouts.get(i).answer()).strip())
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> rows.add(new DatasetRecord.Demonstration(
                            0, Split.TRAIN, prompt.promptId(), run.job().runId(), prompt.messages(), text, 1)));
        }
        return new Block(rows, prompts.size(), best / prompts.size(), sum / seeds.length);
    }

    private Path file(int block) {
        return run.folder().resolve("best-of-n-" + block + ".jsonl");
    }

    private void write(Block done, int block) {
        StringBuilder lines = new StringBuilder();
        done.rows.forEach(row -> lines.append(Wire.write(row)).append('\n'));
        try {
            Path fresh = run.folder().resolve("best-of-n.new");
            Checkpoints.writeForced(fresh, lines.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file(block), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Disk.failure("keep the best answers", e);
        }
    }

    private void tell(Block done, LeftOut leftOut, int step, long steps) {
        Map<String, Double> metrics = new HashMap<>(leftOut.metrics());
        metrics.put("best-of-n/score_best", done.best);
        metrics.put("best-of-n/score_mean", done.mean);
        metrics.put("best-of-n/rows", (double) done.rows.size());
        metrics.put("best-of-n/prompts", (double) done.prompts);
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        System.out.printf("block %d of %d  best %.3f  mean %.3f%n", step, steps, done.best, done.mean);
    }

    /** All blocks as one file, numbered from 0 as a dataset's rows are. */
    private void join(int blocks) {
        long rows = 0;
        try {
            Path fresh = run.folder().resolve(FILE + ".new");
            try (OutputStream out = Files.newOutputStream(fresh)) {
                for (int block = 0; block < blocks; block++) {
                    for (String line : Files.readAllLines(file(block))) {
                        DatasetRecord.Demonstration row = Wire.read(line, DatasetRecord.Demonstration.class);
                        out.write(Wire.bytes(numbered(row, rows++)));
                        out.write('\n');
                    }
                }
            }
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(fresh, run.folder().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            for (int block = 0; block < blocks; block++) {
                Files.deleteIfExists(file(block));
            }
        } catch (IOException e) {
            throw Disk.failure("write " + FILE, e);
        }
    }

    /** Unless an earlier worker has told it; one may have died between writing and telling. */
    private void tellTaken(int blocks, int prompts) {
        long rows = rows();
        if (rows == 0) {
            throw new RunFailure(
                    "no-answer-taken",
                    "None of " + recipe.candidates().perPrompt() + " answers to any of the " + prompts
                            + " prompts was good enough to learn from.");
        }
        if (run.earlier().stream()
                .anyMatch(event -> event instanceof RunEvent.EvaluationReported told
                        && told.name().equals(EVALUATION))) {
            return;
        }
        Map<String, Double> metrics = Map.of(
                "kl", divergence(recipe.candidates().perPrompt()), "rows", (double) rows, "prompts", (double) prompts);
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.EvaluationReported(id, sequence, now, blocks, EVALUATION, metrics));
        System.out.println(rows + " rows in " + run.folder().resolve(FILE));
    }

    private long rows() {
        try (Stream<String> lines = Files.lines(run.folder().resolve(FILE))) {
            return lines.count();
        } catch (IOException e) {
            throw Disk.failure("read " + FILE, e);
        }
    }

    private static DatasetRecord.Demonstration numbered(DatasetRecord.Demonstration row, long position) {
        return new DatasetRecord.Demonstration(
                position, row.split(), row.promptId(), row.judgmentId(), row.prompt(), row.response(), row.weight());
    }
}
