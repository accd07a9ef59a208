package hone.trainer.dpo;

import hone.contract.DpoRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.InTwo;
import hone.trainer.data.LeftOut;
import hone.trainer.data.Preferences;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
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
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Direct preference optimisation: the policy learns to prefer what people preferred, relative to the model that it began as.
 *
 * <p>Loss: mean over the batch's pairs of w · {@link DpoLoss}; w is the row's weight, 1 / pairs of its judgment times the
 * labeler's reliability. The reference's log-probabilities are computed once, before training. AdamW (0.9, 0.95), warm-up and
 * cosine to a tenth. All weights are trained, or an adapter. Several processes share the pairs of a batch ({@link DataParallel}). Left out:
 * margins, dropout of whole models.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code dpo}. Source: Rafailov et al. 2023, arXiv 2305.18290;
 * metric names are those of TRL's DPOTrainer.
 */
public final class DirectPreference {
    private static final double FINAL_RATE_SHARE = 0.1;
    private static final int EVALUATED_PAIRS_MAX = 1024;

    private final Run run;
    private final DpoRecipe recipe;
    private final Precision precision;
    private final Preferences data;
    private final CheckpointedRun checkpoints;

    public DirectPreference(Run run, DpoRecipe recipe) {
        this.run = run;
        this.recipe = recipe;
        this.precision = Precision.of(recipe.weights());
        this.data = Preferences.read(run.data());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();

        // 2. Read the pairs in this model's template, and what the reference says of them.
        try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            int tokensMax = Math.min(recipe.sequenceTokensMax(), ModelFiles.positions(run.model()));
            ExampleRows examples = new ExampleRows(template, tokenizer, tokensMax);
            ComparedAnswers.Fitting train = ComparedAnswers.of(data.train(), examples);
            List<ComparedAnswers> heldOut = ComparedAnswers.of(data.heldOut(), examples).pairs().stream()
                    .limit(EVALUATED_PAIRS_MAX)
                    .toList();
            if (train.pairs().isEmpty()) {
                throw train.leftOut().nothingLeft("pair", tokensMax);
            }
            train.leftOut().print(tokensMax);
            List<float[]> reference = run.together()
                    .firstBeforeOthers(() -> precision.within(() -> ReferenceLogprobs.in(
                            run.folder(),
                            run.model(),
                            data.sha256() + " " + template.wireName() + " " + tokensMax,
                            Stream.of(train.pairs(), heldOut)
                                    .flatMap(pairs -> Stream.of(
                                            pairs.stream()
                                                    .map(ComparedAnswers::chosen)
                                                    .toList(),
                                            pairs.stream()
                                                    .map(ComparedAnswers::rejected)
                                                    .toList()))
                                    .toList(),
                            tokenizer.padId())));
            Side training = new Side(
                    new PairLogprobs(train.pairs(), tokenizer.padId(), recipe.preference()),
                    new PairLogprobs.Sums(reference.get(0), reference.get(1)));
            Side held = new Side(
                    new PairLogprobs(heldOut, tokenizer.padId(), recipe.preference()),
                    new PairLogprobs.Sums(reference.get(2), reference.get(3)));
            return train(start, tokenizer, template, training, held, train.leftOut());
        }
    }

    /** Pairs, and what the reference says of them. */
    private record Side(PairLogprobs logprobs, PairLogprobs.Sums reference) {
        List<ComparedAnswers> pairs() {
            return logprobs.pairs();
        }

        /** Some pairs in at most two parts that take about as long. */
        List<int[]> inTwo(int[] which) {
            return InTwo.ofNumbers(which, pair -> pairs().get(pair).longest());
        }
    }

    private Checkpoints.Saved train(
            CheckpointedRun.Start start,
            Tokenizer tokenizer,
            ChatTemplate template,
            Side training,
            Side heldOut,
            LeftOut leftOut) {
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
            PairBatches batches =
                    new PairBatches(training.pairs(), recipe.batch(), run.job().seed(), run.together());
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
                Step update = step(
                        learning,
                        policy.trainableParameters().values(),
                        optimizer,
                        training,
                        batches.at(step),
                        schedule.at(step),
                        step);
                long number = step + 1;
                report(number, steps, update, leftOut);
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

    private record Step(PairSums seen, double gradientNorm, double learningRate, int tokens) {}

    /** One update from micro-batches that together are one batch. */
    private Step step(
            LabelLearning learning,
            Collection<Tensor> parameters,
            AdamW optimizer,
            Side side,
            PairBatches.Batch batch,
            double learningRate,
            long step) {
        double pairs = batch.pairCount();
        PairSums mine = new PairSums();
        int tokens = 0;
        for (int number = 0; number < batch.microBatches().size(); number++) {
            int[] microBatch = batch.microBatches().get(number);
            List<int[]> parts = side.inTwo(microBatch);
            List<TokenRows> rows = parts.stream().map(side.logprobs()::rows).toList();
            List<PairSums> each = parts.stream().map(part -> new PairSums()).toList();
            learning.learn(
                    rows,
                    LabelLearning.Read.PLAIN,
                    ShuffledOrder.mix(
                            ShuffledOrder.mix(run.job().seed(), step),
                            run.together().numberOf(number)),
                    (part, labels) -> {
                        int[] which = parts.get(part);
                        DpoLoss.Logprobs logprobs = side.logprobs().ofTokens(labels.logprobs(), rows.get(part), which);
                        DpoLoss of =
                                DpoLoss.of(logprobs, side.logprobs().of(side.reference(), which), recipe.preference());
                        Tensor sum = of.losses().mul(weights(side, which)).sum(); // scalar
                        each.get(part).add(of, logprobs, sum.item_double());
                        return sum.div(new Scalar(pairs));
                    });
            each.forEach(mine::add);
            for (int pair : microBatch) {
                tokens += side.pairs().get(pair).tokens();
            }
        }
        learning.complete();
        run.together().sumGradients(parameters);
        PairSums seen = mine.summed(run.together());
        double allTokens = run.together().sum(tokens)[0];
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", seen.loss(), step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        return new Step(seen, norm, learningRate, (int) allTokens);
    }

    private static Tensor weights(Side side, int[] which) { // → (B)
        float[] weights = new float[which.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) side.pairs().get(which[i]).weight();
        }
        return Tensors.of(weights, weights.length);
    }

    /** The same numbers on pairs that it did not learn from; empty if there are none. */
    private void evaluate(long step, Decoder policy, Side heldOut) {
        if (heldOut.pairs().isEmpty() || !run.together().isFirst()) {
            return;
        }
        PairSums seen = new PairSums();
        for (int[] which : PairBatches.all(heldOut.pairs(), recipe.batch().microBatchRows())) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                DpoLoss.Logprobs logprobs =
                        precision.within(() -> heldOut.logprobs().of(policy, which));
                DpoLoss of =
                        DpoLoss.of(logprobs, heldOut.logprobs().of(heldOut.reference(), which), recipe.preference());
                seen.add(
                        of,
                        logprobs,
                        of.losses().mul(weights(heldOut, which)).sum().item_double());
            }
        }
        Map<String, Double> metrics = seen.metrics();
        metrics.put("accuracy", seen.right() / seen.pairs());
        metrics.put("pairs", seen.pairs());
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.EvaluationReported(id, sequence, now, step, "held-out", metrics));
        System.out.printf(
                "step %d  held-out loss %.4f  accuracy %.2f%n", step, metrics.get("loss"), metrics.get("accuracy"));
    }

    /** Answers to a few prompts that the model does not learn from, so that people can see what changed. */
    private void sample(String purpose, Decoder policy, Tokenizer tokenizer, ChatTemplate template) {
        Respondent respondent = new Respondent(
                policy, tokenizer, template, 1, 1, Math.max(1, recipe.samples().sampleTokensMax()));
        List<DatasetPrompt> prompts = (data.heldOut().isEmpty() ? data.train() : data.heldOut())
                .stream().map(Preferences.Group::prompt).distinct().toList();
        ShownAnswers.tell(
                run, purpose, respondent, prompts.stream(), recipe.samples().sampleCount());
    }

    private void report(long step, long steps, Step done, LeftOut leftOut) {
        Map<String, Double> metrics = new HashMap<>(Memory.metrics());
        metrics.putAll(done.seen.metrics());
        metrics.put("grad_norm", done.gradientNorm);
        metrics.put("lr", done.learningRate);
        metrics.put("num_tokens", (double) done.tokens);
        metrics.putAll(leftOut.metrics());
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        if (step % 10 == 0 || step == steps) {
            System.out.printf(
                    "step %d of %d  loss %.4f  accuracy %.2f%n",
                    step, steps, metrics.get("loss"), metrics.get("rewards/accuracies"));
        }
    }
}
