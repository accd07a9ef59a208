package hone.trainer.reward;

import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.InTwo;
import hone.trainer.data.LeftOut;
import hone.trainer.data.Preferences;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Dropout;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.run.DataParallel;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Reward modelling: from the SFT model, with a scalar head on the last token that starts at 0, to a model whose score says which
 * answer people would prefer.
 *
 * <p>Loss: mean over the batch's judgments of Σ w · −log σ(better − worse − margin) over the judgment's pairs; w is 1 / pairs
 * times the labeler's reliability. AdamW (0.9, 0.95), warm-up and cosine to a tenth. Afterwards the scores are scaled to mean 0
 * and deviation 1 on fresh answers of the SFT model to the dataset's own prompts; the two constants stay with the checkpoint.
 * The pairs leave the height of scores free; it can be held near 0 by a penalty on (better + worse)² of each pair, weighted like
 * the pair. Several processes share the judgments of a batch ({@link DataParallel}). Left out: dropout of whole models.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code reward}. Sources: Ouyang et al. 2022, arXiv 2203.02155,
 * section 3.5 (one batch element a ranking; mean score 0); Touvron et al. 2023, arXiv 2307.09288, section 3.2.2 (margin).
 */
public final class RewardModelling {
    private static final double FINAL_RATE_SHARE = 0.1;
    private static final int EVALUATED_GROUPS_MAX = 1024;

    private final Run run;
    private final RewardRecipe recipe;
    private final Preferences data;
    private final CheckpointedRun checkpoints;

    public RewardModelling(Run run, RewardRecipe recipe) {
        this.run = run;
        this.recipe = recipe;
        this.data = Preferences.read(run.data());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();

        // 2. Load the model, the optimizer, and the judgments in this model's template.
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                ScoringModel model = ScoringModel.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                AdamW optimizer = new AdamW(
                        model.trainableParameters(),
                        AdamW.Settings.decaying(recipe.optimizer().weightDecay()));
                SideBySide sideBySide =
                        SideBySide.of(model.config().dim(), run.job().threads())) {
            Torch.threadsFor(model.config().dim(), run.job().threads());
            model.recompute(recipe.weights().recomputes());
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            int tokensMax = Math.min(recipe.sequenceTokensMax(), model.config().positions());
            ExampleRows examples = new ExampleRows(template, tokenizer, tokensMax);
            LeftOut leftOut = new LeftOut("groups");
            List<ScoredGroup> train = ScoredGroup.all(data.train(), examples, leftOut);
            refuseTooFew(train.size(), leftOut, tokensMax);
            leftOut.print(tokensMax);
            GroupBatches batches =
                    new GroupBatches(train, recipe.batchGroups(), run.job().seed(), run.together());
            long steps = batches.perEpoch() * recipe.epochs();
            CosineSchedule schedule = CosineSchedule.of(recipe.optimizer(), steps, FINAL_RATE_SHARE);
            Optional<Checkpoints.Saved> finished = checkpoints.begin(start, steps, template);
            if (finished.isPresent()) {
                return finished.get();
            }
            start.checkpoint().ifPresent(saved -> TrainingState.restore(saved, optimizer));

            // 3. Train.
            for (long step = start.step(); step < steps; step++) {
                Step done = step(model, optimizer, batches.at(step), schedule.at(step), step, sideBySide, tokenizer);
                long number = step + 1;
                report(number, steps, done, leftOut);
                if (number % batches.perEpoch() == 0) {
                    evaluate(number, model, examples);
                }
                checkpoints.saveIfDue(
                        number,
                        steps,
                        recipe.checkpointEverySteps(),
                        () -> contents(model, ScoreScale.AS_IT_IS, template, tokenizer, Optional.of(optimizer)));
            }

            // 4. Measure the scale of its scores; write the finished model without the optimizer's state.
            ScoreScale scale = run.together().isFirst()
                    ? new ScoreNormalization(run, data, template, tokenizer)
                            .scale(model, recipe.normalizeSamples(), steps, sideBySide)
                    : ScoreScale.AS_IT_IS;
            return checkpoints.finish(steps, contents(model, scale, template, tokenizer, Optional.empty()));
        }
    }

    private void refuseTooFew(int groups, LeftOut leftOut, int tokensMax) {
        if (groups < recipe.batchGroups()) {
            throw new RunFailure(
                    "too-few-preferences",
                    "The dataset holds " + groups + " judgments with a winner"
                            + (leftOut.all() > 0 ? " that can be learned from" : "")
                            + ", and a step learns from " + recipe.batchGroups()
                            + "; collect more, or set batchGroups lower."
                            + leftOut.sentence(tokensMax)
                                    .map(sentence -> " Of the others, " + sentence)
                                    .orElse(""));
        }
    }

    private record Step(
            double loss, double accuracy, double margin, double gradientNorm, double learningRate, int tokens) {}

    /** One update from whole judgments, computed in two parts at the same time. */
    private Step step(
            ScoringModel model,
            AdamW optimizer,
            GroupBatches.Batch batch,
            double learningRate,
            long step,
            SideBySide sideBySide,
            Tokenizer tokenizer) {
        List<List<ScoredGroup>> parts = batch.groups().isEmpty()
                ? List.of()
                : InTwo.of(batch.groups(), group -> group.rows().size(), ScoredGroup::longest);
        double centring = recipe.centring().orElse(0.0);
        Precision precision = Precision.of(recipe.weights());
        double[] losses = new double[parts.size()];
        float[][] differences = new float[parts.size()][];
        sideBySide.run(Stream.iterate(0, part -> part + 1)
                .limit(parts.size())
                .<SideBySide.Work>map(part -> () -> {
                    long seed = ShuffledOrder.mix(
                            ShuffledOrder.mix(run.job().seed(), step),
                            run.together().numberOf(part));
                    GroupLoss of = Dropout.from(
                            seed,
                            () -> precision.within(
                                    () -> GroupLoss.of(model, parts.get(part), tokenizer.padId(), centring)));
                    Tensor loss = of.sum().div(new Scalar((double) batch.groupCount())); // scalar
                    loss.backward();
                    losses[part] = loss.item_double();
                    differences[part] = Tensors.floats(of.differences());
                })
                .toList());
        double[] mine = new double[5];
        for (int part = 0; part < parts.size(); part++) {
            mine[0] += losses[part];
            for (float difference : differences[part]) {
                mine[1]++;
                mine[2] += difference > 0 ? 1 : 0;
                mine[3] += difference;
            }
        }
        mine[4] = batch.groups().stream()
                .flatMap(group -> group.rows().stream())
                .mapToInt(row -> row.length)
                .sum();
        run.together().sumGradients(model.trainableParameters().values());
        double[] all = run.together().sum(mine);
        double loss = all[0];
        double pairs = all[1];
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", loss, step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        return new Step(loss, all[2] / pairs, all[3] / pairs, norm, learningRate, (int) all[4]);
    }

    private void report(long step, long steps, Step done, LeftOut leftOut) {
        Map<String, Double> metrics = new HashMap<>(Memory.metrics());
        metrics.put("loss", done.loss);
        metrics.put("accuracy", done.accuracy);
        metrics.put("margin", done.margin);
        metrics.put("grad_norm", done.gradientNorm);
        metrics.put("lr", done.learningRate);
        metrics.put("num_tokens", (double) done.tokens);
        metrics.putAll(leftOut.metrics());
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        if (step % 10 == 0 || step == steps) {
            System.out.printf("step %d of %d  loss %.4f  accuracy %.2f%n", step, steps, done.loss, done.accuracy);
        }
    }

    /** Accuracy on judgments that it did not learn from; empty if there are none. */
    private void evaluate(long step, ScoringModel model, ExampleRows examples) {
        if (!run.together().isFirst()) {
            return;
        }
        HeldOutAccuracy accuracy = new HeldOutAccuracy();
        LeftOut leftOut = new LeftOut("groups");
        for (Preferences.Group group :
                data.heldOut().stream().limit(EVALUATED_GROUPS_MAX).toList()) {
            ScoredGroup.of(group, examples, leftOut)
                    .ifPresent(scored -> accuracy.add(
                            group,
                            model.scoreAll(scored.rows(), examples.tokenizer().padId())));
        }
        Map<String, Double> metrics = accuracy.metrics();
        if (!metrics.isEmpty()) {
            run.log()
                    .append((id, sequence, now) ->
                            new RunEvent.EvaluationReported(id, sequence, now, step, "held-out", metrics));
            System.out.println("step " + step + "  held-out " + new java.util.TreeMap<>(metrics));
        }
    }

    private List<Checkpoints.NamedContent> contents(
            ScoringModel model,
            ScoreScale scale,
            ChatTemplate template,
            Tokenizer tokenizer,
            Optional<AdamW> optimizer) {
        List<Checkpoints.NamedContent> files =
                new ArrayList<>(ModelDirectory.contents(model, scale, run.model(), template, tokenizer));
        optimizer.ifPresent(state -> files.add(TrainingState.content(state)));
        return files;
    }
}
