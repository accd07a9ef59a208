package hone.trainer.sft;

import hone.contract.DatasetRecord;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.AnsweredRow;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DemonstrationRows;
import hone.trainer.data.Demonstrations;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LeftOut;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.DataParallel;
import hone.trainer.run.Run;
import hone.trainer.sampling.Respondent;
import hone.trainer.sampling.ShownAnswers;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Supervised fine-tuning: the model learns to give the answers that people wrote.
 *
 * <p>Loss: Σ w · −log p(token) over the tokens of the last answer and its end (or of all the conversation's, if the recipe says so),
 * divided by the number of such tokens in the whole batch,
 * however many micro-batches it is cut into; w is the row's weight. AdamW (0.9, 0.95), warm-up and cosine to 0. A model that
 * has seen documents only gets chat marks that start as copies of the line break's embedding: as noise they would have to be
 * learned from a few hundred rows; with an adapter the embedding stays as it is. Several
 * demonstrations may share a row, each hidden from the others: the loss is the same, and there is less padding. Left out: dropout of
 * whole models. Several processes share the rows of a batch ({@link DataParallel}): the loss is still divided by the labels of all of it.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code sft}. Source: Ouyang et al. 2022, arXiv 2203.02155,
 * section 3.5; the mean over the whole batch is transformers' {@code num_items_in_batch}.
 */
public final class FineTuning {
    private static final int EVALUATED_ROWS_MAX = 256;

    private final Run run;
    private final SftRecipe recipe;
    private final Precision precision;
    private final Demonstrations data;
    private final CheckpointedRun checkpoints;

    public FineTuning(Run run, SftRecipe recipe) {
        this(run, recipe, Demonstrations.read(run.data()), recipe);
    }

    /** @param whole the recipe of a run in which this is the last part; its checkpoints name it */
    public FineTuning(Run run, SftRecipe recipe, Demonstrations data, Recipe whole) {
        this.run = run;
        this.recipe = recipe;
        this.precision = Precision.of(recipe.weights());
        this.data = data;
        this.checkpoints = new CheckpointedRun(run, whole, data.sha256());
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();

        // 2. Load the model, the optimizer, and the rows in this model's template.
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                Decoder model = ModelFiles.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                AdamW optimizer = new AdamW(
                        model.trainableParameters(),
                        AdamW.Settings.decaying(recipe.optimizer().weightDecay()));
                SideBySide sideBySide =
                        SideBySide.of(model.config().dim(), run.job().threads());
                LabelLearning learning = new LabelLearning(model, sideBySide, precision)) {
            Torch.threadsFor(model.config().dim(), run.job().threads());
            model.recompute(recipe.weights().recomputes());
            ChatTemplate template = template(tokenizer);
            int tokensMax = Math.min(recipe.sequenceTokensMax(), model.config().positions());
            ExampleRows examples = new ExampleRows(template, tokenizer, tokensMax);
            Function<DatasetRecord.Demonstration, AnsweredRow> asRow = one -> recipe.learnsAllAnswers()
                    ? examples.ofAllAnswers(one.prompt(), one.response(), one.weight())
                    : examples.of(one);
            DemonstrationRows train = DemonstrationRows.of(data.train(), asRow, "rows");
            List<TokenRows.Row> heldOut = DemonstrationRows.first(EVALUATED_ROWS_MAX, data.heldOut(), asRow);
            if (train.size() == 0) {
                throw train.leftOut().nothingLeft("demonstration", tokensMax);
            }
            train.leftOut().print(tokensMax);
            DemonstrationBatches batches = new DemonstrationBatches(
                    train, recipe, tokensMax, tokenizer.padId(), run.job().seed(), run.together());
            long steps = batches.steps();
            CosineSchedule schedule = CosineSchedule.of(recipe.optimizer(), steps, 0);
            Optional<Checkpoints.Saved> done = checkpoints.begin(start, steps, template);
            if (done.isPresent()) {
                sample(ShownAnswers.AFTER, model, tokenizer, template);
                return done.get();
            }
            if (start.checkpoint().isPresent()) {
                TrainingState.restore(start.checkpoint().get(), optimizer);
                train.resumeAfter(run.metricsOfStep(start.step()));
            } else {
                sample(ShownAnswers.BEFORE, model, tokenizer, tokenizer.template());
                if (template == ChatTemplate.HONE
                        && tokenizer.template() != ChatTemplate.HONE
                        && model.adapter().isEmpty()) {
                    startMarksAsLineBreaks(model, tokenizer);
                }
                evaluate(0, learning, heldOut, tokenizer);
            }

            // 3. Train.
            for (long step = start.step(); step < steps; step++) {
                Step update = step(
                        learning,
                        model.trainableParameters().values(),
                        optimizer,
                        batches.at(step),
                        schedule.at(step),
                        step);
                long number = step + 1;
                report(number, steps, update, train.leftOut());
                if (CheckpointedRun.isDue(number, recipe.cadence().evaluateEverySteps()) || number == steps) {
                    evaluate(number, learning, heldOut, tokenizer);
                }
                checkpoints.saveIfDue(
                        number,
                        steps,
                        recipe.cadence().checkpointEverySteps(),
                        () -> ModelDirectory.contents(model, run.model(), template, Optional.of(optimizer)));
            }

            // 4. Write the finished model without the optimizer's state, and show what it answers now.
            Checkpoints.Saved finished =
                    checkpoints.finish(steps, ModelDirectory.contents(model, run.model(), template, Optional.empty()));
            sample(ShownAnswers.AFTER, model, tokenizer, template);
            return finished;
        }
    }

    /** "auto" keeps the model's own template; a model that has only seen documents gets Hone's form if it has the marks. */
    private ChatTemplate template(Tokenizer tokenizer) {
        ChatTemplate asked = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
        boolean documents = asked == ChatTemplate.DOCUMENT || asked == ChatTemplate.TEXT;
        boolean becomesChat = documents && recipe.chatTemplate().equals(ChatTemplate.AUTO) && tokenizer.hasChatMarks();
        return becomesChat ? ChatTemplate.HONE : asked;
    }

    private void startMarksAsLineBreaks(Decoder model, Tokenizer tokenizer) {
        int[] lineBreak = tokenizer.encode("\n");
        model.copyTokenRow(lineBreak[lineBreak.length - 1], tokenizer.userId());
        model.copyTokenRow(lineBreak[lineBreak.length - 1], tokenizer.assistantId());
    }

    private record Step(double loss, double gradientNorm, double learningRate, int tokens) {}

    /** One update from micro-batches that together are one batch. */
    private Step step(
            LabelLearning learning,
            Collection<Tensor> parameters,
            AdamW optimizer,
            DemonstrationBatches.Batch batch,
            double learningRate,
            long step) {
        int tokens = batch.labelCount();
        double mine = 0;
        for (int number = 0; number < batch.microBatches().size(); number++) {
            long seed = ShuffledOrder.mix(
                    ShuffledOrder.mix(run.job().seed(), step), run.together().numberOf(number));
            mine += learning.learn(batch.microBatches().get(number).parts(), 1.0 / tokens, seed) / tokens;
        }
        learning.complete();
        run.together().sumGradients(parameters);
        double sum = run.together().sum(mine)[0];
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", sum, step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        return new Step(sum, norm, learningRate, tokens);
    }

    /** Mean loss per token on held-out answers; empty if there are none. */
    private void evaluate(long step, LabelLearning learning, List<TokenRows.Row> heldOut, Tokenizer tokenizer) {
        if (heldOut.isEmpty() || !run.together().isFirst()) {
            return;
        }
        List<RunEvent.RowLoss> losses = new ArrayList<>();
        for (TokenRows batch :
                DemonstrationBatches.inMicroBatches(heldOut, recipe.batch().microBatchRows(), tokenizer.padId())) {
            double[] sums = learning.byRow(batch);
            for (int row = 0; row < sums.length; row++) {
                if (batch.labelCount(row) > 0) {
                    losses.add(new RunEvent.RowLoss(sums[row], batch.labelCount(row)));
                }
            }
        }
        double tokens = losses.stream().mapToInt(RunEvent.RowLoss::tokens).sum();
        double loss = losses.stream().mapToDouble(RunEvent.RowLoss::loss).sum() / tokens;
        Map<String, Double> metrics = Map.of("loss", loss, "num_tokens", tokens, "rows", (double) heldOut.size());
        run.log()
                .append((id, sequence, now) -> new RunEvent.EvaluationReported(
                        id, sequence, now, step, "held-out", metrics, Optional.of(losses)));
        System.out.printf("step %d  held-out loss %.4f%n", step, loss);
    }

    /** Answers to a few prompts that the model does not learn from, so that people can see what changed. */
    private void sample(String purpose, Decoder model, Tokenizer tokenizer, ChatTemplate template) {
        Respondent respondent = new Respondent(
                model, tokenizer, template, 1, 1, Math.max(1, recipe.samples().sampleTokensMax()));
        Stream<DatasetPrompt> prompts = (data.heldOut().isEmpty() ? data.train() : data.heldOut())
                .stream().map(DatasetPrompt::of);
        ShownAnswers.tell(run, purpose, respondent, prompts, recipe.samples().sampleCount());
    }

    private void report(long step, long steps, Step done, LeftOut leftOut) {
        Map<String, Double> metrics = new HashMap<>(Memory.metrics());
        metrics.put("loss", done.loss);
        metrics.put("grad_norm", done.gradientNorm);
        metrics.put("lr", done.learningRate);
        metrics.put("num_tokens", (double) done.tokens);
        metrics.putAll(leftOut.metrics());
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        if (step % 10 == 0 || step == steps) {
            System.out.printf("step %d of %d  loss %.4f%n", step, steps, done.loss);
        }
    }
}
