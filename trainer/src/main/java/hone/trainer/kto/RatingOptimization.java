package hone.trainer.kto;

import hone.contract.KtoRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.EpochBatches;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.reference.ReferenceLogprobs;
import hone.trainer.run.DataParallel;
import hone.trainer.run.Run;
import hone.trainer.sampling.Respondent;
import hone.trainer.sampling.ShownAnswers;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/**
 * Kahneman-Tversky optimisation: the policy learns from answers that people rated one by one, relative to the model that it began
 * as.
 *
 * <p>Loss: mean over the batch's answers of w · {@link KtoLoss}; w is the row's weight. The divergence is estimated on the batch's
 * prompts with answers to other prompts, without a gradient. The reference's log-probabilities are computed once, before training.
 * AdamW (0.9, 0.95), warm-up and cosine to a tenth. All weights are trained, or an adapter. Several processes share the answers of a
 * batch ({@link DataParallel}), and the divergence is that of all of them. Left out: dropout of whole models.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code kto}. Source: Ethayarajh et al. 2024, arXiv 2402.01306;
 * metric names are those of TRL's KTOTrainer.
 */
public final class RatingOptimization {
    private static final double FINAL_RATE_SHARE = 0.1;
    private static final int EVALUATED_ROWS_MAX = 1024;

    private final Run run;
    private final KtoRecipe recipe;
    private final Precision precision;
    private final LabeledAnswers data;
    private final CheckpointedRun checkpoints;

    public RatingOptimization(Run run, KtoRecipe recipe) {
        this.run = run;
        this.recipe = recipe;
        this.precision = Precision.of(recipe.weights());
        this.data = LabeledAnswers.read(run.data(), recipe.rating());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();

        // 2. Read the answers in this model's template, and what the reference says of them.
        try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            int tokensMax = Math.min(recipe.sequenceTokensMax(), ModelFiles.positions(run.model()));
            ExampleRows examples = new ExampleRows(template, tokenizer, tokensMax);
            LabeledRows train = LabeledRows.of(data.train(), examples);
            LabeledRows heldOut = LabeledRows.of(
                    data.heldOut().stream().limit(EVALUATED_ROWS_MAX).toList(), examples);
            if (train.rows().isEmpty()) {
                throw train.leftOut().nothingLeft("rated answer", tokensMax);
            }
            train.leftOut().print(tokensMax);
            List<float[]> reference = run.together()
                    .firstBeforeOthers(() -> precision.within(() -> ReferenceLogprobs.in(
                            run.folder(),
                            run.model(),
                            data.sha256() + " " + template.wireName() + " " + tokensMax,
                            List.of(train.rows(), train.unrelated(), heldOut.rows(), heldOut.unrelated()),
                            tokenizer.padId())));
            return train(
                    start,
                    tokenizer,
                    template,
                    side(train, reference.get(0), reference.get(1), tokenizer),
                    side(heldOut, reference.get(2), reference.get(3), tokenizer));
        }
    }

    private RatedSide side(LabeledRows rows, float[] reference, float[] unrelated, Tokenizer tokenizer) {
        return new RatedSide(
                rows, reference, unrelated, recipe.rating(), recipe.batch().microBatchRows(), tokenizer.padId());
    }

    private Checkpoints.Saved train(
            CheckpointedRun.Start start,
            Tokenizer tokenizer,
            ChatTemplate template,
            RatedSide training,
            RatedSide heldOut) {
        // 3. Load the policy and its optimizer.
        try (Decoder policy = ModelFiles.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                AdamW optimizer = new AdamW(
                        policy.trainableParameters(),
                        AdamW.Settings.decaying(recipe.optimizer().weightDecay()));
                SideBySide sideBySide =
                        SideBySide.of(policy.config().dim(), run.job().threads());
                LabelLearning learning = new LabelLearning(policy, sideBySide, precision)) {
            Torch.threadsFor(policy.config().dim(), run.job().threads());
            policy.recompute(recipe.weights().recomputes());
            EpochBatches batches = new EpochBatches(
                    training.size(), recipe.batch().batchRows(), run.job().seed());
            long steps = batches.perEpoch() * recipe.epochs();
            CosineSchedule schedule = CosineSchedule.of(recipe.optimizer(), steps, FINAL_RATE_SHARE);
            Optional<Checkpoints.Saved> done = checkpoints.begin(start, steps, template);
            if (done.isPresent()) {
                sample(ShownAnswers.AFTER, policy, tokenizer, template);
                return done.get();
            }
            if (start.checkpoint().isPresent()) {
                TrainingState.restore(start.checkpoint().get(), optimizer);
            } else {
                sample(ShownAnswers.BEFORE, policy, tokenizer, template);
                evaluate(0, policy, heldOut);
            }

            // 4. Train.
            for (long step = start.step(); step < steps; step++) {
                long number = step + 1;
                Map<String, Double> metrics =
                        step(policy, learning, optimizer, training, batches.at(step), schedule.at(step), step);
                metrics.putAll(training.rows().counts());
                metrics.put("rows_neutral", (double) data.neutral());
                tell(number, steps, metrics);
                if (CheckpointedRun.isDue(number, recipe.cadence().evaluateEverySteps()) || number == steps) {
                    evaluate(number, policy, heldOut);
                }
                checkpoints.saveIfDue(
                        number,
                        steps,
                        recipe.cadence().checkpointEverySteps(),
                        () -> ModelDirectory.contents(policy, run.model(), template, Optional.of(optimizer)));
            }

            // 5. Write the finished model without the optimizer's state, and show what it answers now.
            Checkpoints.Saved finished =
                    checkpoints.finish(steps, ModelDirectory.contents(policy, run.model(), template, Optional.empty()));
            sample(ShownAnswers.AFTER, policy, tokenizer, template);
            return finished;
        }
    }

    /** One update from micro-batches that, with those of the other processes, are one batch. */
    private Map<String, Double> step(
            Decoder policy,
            LabelLearning learning,
            AdamW optimizer,
            RatedSide side,
            int[] batch,
            double learningRate,
            long step) {
        DataParallel together = run.together();
        int[] mine = together.share(batch, side::length);
        double change = precision.within(() -> side.unrelatedChange(policy, mine));
        double kl = KtoLoss.kl(together.sum(change)[0], batch.length);
        RatedSide.Seen own = new RatedSide.Seen();
        List<int[]> microBatches = side.parts(mine);
        for (int number = 0; number < microBatches.size(); number++) {
            List<int[]> parts = side.inTwo(microBatches.get(number));
            List<TokenRows> rows = parts.stream().map(side::labelled).toList();
            List<RatedSide.Seen> each =
                    parts.stream().map(part -> new RatedSide.Seen()).toList();
            learning.learn(
                    rows,
                    LabelLearning.Read.PLAIN,
                    ShuffledOrder.mix(ShuffledOrder.mix(run.job().seed(), step), together.numberOf(number)),
                    (part, labels) -> side.loss(
                                    parts.get(part),
                                    SequenceLogprobs.ofTokens(labels.logprobs(), rows.get(part)),
                                    kl,
                                    each.get(part))
                            .div(new Scalar((double) batch.length)));
            each.forEach(own::add);
        }
        learning.complete();
        together.sumGradients(policy.trainableParameters().values());
        RatedSide.Seen seen = own.summed(together);
        double tokens = together.sum(side.tokens(mine))[0];
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", seen.loss(), step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        Map<String, Double> metrics = seen.metrics(kl);
        metrics.putAll(Memory.metrics());
        metrics.put("grad_norm", norm);
        metrics.put("lr", learningRate);
        metrics.put("num_tokens", tokens);
        return metrics;
    }

    /** The same numbers on answers that it did not learn from; empty if there are none. */
    private void evaluate(long step, Decoder policy, RatedSide heldOut) {
        if (heldOut.size() == 0 || !run.together().isFirst()) {
            return;
        }
        int[] all = IntStream.range(0, heldOut.size()).toArray();
        double kl = KtoLoss.kl(precision.within(() -> heldOut.unrelatedChange(policy, all)), all.length);
        RatedSide.Seen seen = new RatedSide.Seen();
        for (int[] which : heldOut.parts(all)) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                heldOut.loss(which, precision.within(() -> heldOut.logprobs(policy, which)), kl, seen);
            }
        }
        Map<String, Double> metrics = seen.metrics(kl);
        metrics.put("rows", seen.rows());
        run.log()
                .append((id, sequence, now) -> new RunEvent.EvaluationReported(
                        id, sequence, now, step, "held-out", metrics, Optional.of(seen.losses())));
        System.out.printf("step %d  held-out loss %.4f%n", step, metrics.get("loss"));
    }

    /** Answers to a few prompts that the model does not learn from, so that people can see what changed. */
    private void sample(String purpose, Decoder policy, Tokenizer tokenizer, ChatTemplate template) {
        Respondent respondent = new Respondent(
                policy, tokenizer, template, 1, 1, Math.max(1, recipe.samples().sampleTokensMax()));
        List<DatasetPrompt> prompts = (data.heldOut().isEmpty() ? data.train() : data.heldOut())
                .stream().map(LabeledAnswers.Labeled::prompt).distinct().toList();
        ShownAnswers.tell(
                run, purpose, respondent, prompts.stream(), recipe.samples().sampleCount());
    }

    private void tell(long step, long steps, Map<String, Double> metrics) {
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        if (step % 10 == 0 || step == steps) {
            System.out.printf("step %d of %d  loss %.4f%n", step, steps, metrics.get("loss"));
        }
    }
}
