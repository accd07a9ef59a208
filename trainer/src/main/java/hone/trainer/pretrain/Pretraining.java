package hone.trainer.pretrain;

import hone.contract.PretrainRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.Documents;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Next-token prediction on documents, of plain text or of a frozen dataset, one a row: begin, text, end. Rows are not packed and documents not cut, as
 * copying of names was not learned from windows over a stream (NOTES.md).
 *
 * <p>Loss: mean of −log p(next token) over all tokens of the step's documents. AdamW (0.9, 0.95), linear warm-up and cosine
 * decay. Left out: dropout, accumulation, held-out loss, several devices.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code pretrain}; the job's model is a directory from {@code
 * hone.trainer.Main init} or of any model directory. Source: Radford et al. 2018, "Improving language understanding", section 3.1.
 */
public final class Pretraining {
    private static final int REPORT_EVERY_STEPS = 10;
    private static final int PRINT_EVERY_STEPS = 50;

    private final Run run;
    private final PretrainRecipe recipe;
    private final CheckpointedRun checkpoints;

    public Pretraining(Run run, PretrainRecipe recipe) {
        RunFailure.unlessRecipe(recipe.sequenceTokensMax() > 1, "sequenceTokensMax must be above 1");
        this.run = run;
        this.recipe = recipe;
        this.checkpoints = new CheckpointedRun(run, recipe, hashOfData(run.data()));
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();
        Path from = start.checkpoint().orElse(run.model());

        // 2. Load tokenizer, documents, model, optimizer.
        try (Tokenizer tokenizer = Tokenizer.load(from);
                Decoder model = ModelFiles.load(from);
                AdamW optimizer = new AdamW(
                        model.trainableParameters(),
                        AdamW.Settings.decaying(recipe.optimizer().weightDecay()));
                SideBySide sideBySide =
                        SideBySide.of(model.config().dim(), run.job().threads());
                LabelLearning learning = new LabelLearning(model, sideBySide, Precision.F32)) {
            Torch.threadsFor(model.config().dim(), run.job().threads());
            Optional<Checkpoints.Saved> finished = checkpoints.begin(start, recipe.steps(), ChatTemplate.DOCUMENT);
            if (finished.isPresent()) {
                return finished.get();
            }
            start.checkpoint().ifPresent(saved -> TrainingState.restore(saved, optimizer));
            List<int[]> documents = Documents.rows(
                    run.data(),
                    tokenizer,
                    Math.min(recipe.sequenceTokensMax(), model.config().positions()));
            DocumentBatches batches = new DocumentBatches(
                    documents,
                    recipe.documentsPerStep(),
                    tokenizer.padId(),
                    run.job().seed());
            CosineSchedule schedule = new CosineSchedule(
                    recipe.optimizer().learningRate(),
                    recipe.optimizer().warmupSteps(),
                    recipe.steps(),
                    recipe.optimizer().finalLearningRateShare());
            System.out.printf(
                    "%d parameters, %d documents, %d tokens%n",
                    model.parameterCount(),
                    documents.size(),
                    documents.stream().mapToLong(row -> row.length).sum());

            // 3. Train.
            Pace pace = new Pace();
            for (long step = start.step(); step < recipe.steps(); step++) {
                Step done = step(learning, optimizer, batches.at(step), schedule.at(step), step);
                pace.add(done.labels, done.loss);
                long number = step + 1;
                if (number % REPORT_EVERY_STEPS == 0 || number == recipe.steps()) {
                    report(number, done, pace);
                }
                if (number % PRINT_EVERY_STEPS == 0 || number == recipe.steps()) {
                    System.out.printf(
                            "step %d of %d  loss %.4f  %.0f tokens/s%n",
                            number, recipe.steps(), pace.loss(), pace.tokensPerSecond());
                    pace = new Pace();
                }
                checkpoints.saveIfDue(
                        number,
                        recipe.steps(),
                        recipe.checkpointEverySteps(),
                        () -> contents(model, Optional.of(optimizer)));
            }

            // 4. Write the finished model without the optimizer's state.
            return checkpoints.finish(recipe.steps(), contents(model, Optional.empty()));
        }
    }

    private record Step(double loss, int labels, double gradientNorm, double learningRate) {}

    private Step step(LabelLearning learning, AdamW optimizer, List<TokenRows> parts, double learningRate, long step) {
        int labels = parts.stream().mapToInt(TokenRows::labelCount).sum();
        double loss = learning.learn(parts, 1.0 / labels, step) / labels;
        learning.complete();
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", loss, step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        return new Step(loss, labels, norm, learningRate);
    }

    private void report(long step, Step done, Pace pace) {
        Map<String, Double> metrics = new HashMap<>(Memory.metrics());
        metrics.put("loss", done.loss);
        metrics.put("grad_norm", done.gradientNorm);
        metrics.put("lr", done.learningRate);
        metrics.put("tokens_per_second", pace.tokensPerSecond());
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.StepReported(id, sequence, now, step, recipe.steps(), metrics));
    }

    private List<Checkpoints.NamedContent> contents(Decoder model, Optional<AdamW> optimizer) {
        List<Checkpoints.NamedContent> files =
                new ArrayList<>(ModelDirectory.contents(model, run.model(), run.model(), ChatTemplate.DOCUMENT));
        optimizer.ifPresent(state -> files.add(TrainingState.content(state)));
        return files;
    }

    private static String hashOfData(Path file) {
        try {
            return ManifestCheck.sha256(file);
        } catch (IOException e) {
            throw Disk.failure("read the documents in " + file.getFileName(), e);
        }
    }

    /** Tokens and loss since it was made. */
    private static final class Pace {
        private final long began = System.nanoTime();
        private long tokens;
        private double losses;
        private int steps;

        void add(long more, double loss) {
            tokens += more;
            losses += loss;
            steps++;
        }

        double loss() {
            return losses / steps;
        }

        double tokensPerSecond() {
            return tokens * 1e9 / Math.max(1, System.nanoTime() - began);
        }
    }
}
