package hone.trainer.kto;

import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.Dropout;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.reference.ReferenceLogprobs;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.Respondent;
import hone.trainer.sampling.ShownAnswers;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Kahneman-Tversky optimisation: the policy learns from answers that people rated one by one, relative to the model that it began
 * as.
 *
 * <p>Loss: mean over the batch's answers of w · {@link KtoLoss}; w is the row's weight. The divergence is estimated on the batch's
 * prompts with answers to other prompts, without a gradient. The reference's log-probabilities are computed once, before training.
 * AdamW (0.9, 0.95), warm-up and cosine to a tenth. All weights are trained, or an adapter. Left out: dropout of whole models,
 * several devices.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code kto}. Source: Ethayarajh et al. 2024, arXiv 2402.01306;
 * metric names are those of TRL's KTOTrainer.
 */
public final class RatingOptimization {
    private static final double FINAL_RATE_SHARE = 0.1;
    private static final int EVALUATED_ROWS_MAX = 1024;

    private final Run run;
    private final Recipe.Kto recipe;
    private final LabeledAnswers data;
    private final CheckpointedRun checkpoints;

    public RatingOptimization(Run run, Recipe.Kto recipe) {
        this.run = run;
        this.recipe = recipe;
        this.data = LabeledAnswers.read(run.data(), recipe.rating());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
    }

    /** Rated answers, and what the reference says of them and of the unrelated ones. */
    private record Side(LabeledRows rows, float[] reference, float[] unrelatedReference) {
        int size() {
            return rows.rows().size();
        }
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();

        // 2. Read the answers in this model's template, and what the reference says of them.
        try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            int tokensMax = Math.min(recipe.sequenceTokensMax(), ModelFiles.positions(run.model()));
            LabeledRows train = LabeledRows.of(data.train(), template, tokenizer, tokensMax);
            LabeledRows heldOut = LabeledRows.of(
                    data.heldOut().stream().limit(EVALUATED_ROWS_MAX).toList(), template, tokenizer, tokensMax);
            if (train.rows().isEmpty()) {
                throw new RunFailure(
                        "empty-dataset",
                        "Every rated answer is longer than " + tokensMax + " tokens with its prompt; nothing is left.");
            }
            List<float[]> reference = ReferenceLogprobs.in(
                    run.folder(),
                    run.model(),
                    data.sha256() + " " + template.wireName() + " " + tokensMax,
                    List.of(train.rows(), train.unrelated(), heldOut.rows(), heldOut.unrelated()),
                    tokenizer.padId());
            return train(
                    start,
                    tokenizer,
                    template,
                    new Side(train, reference.get(0), reference.get(1)),
                    new Side(heldOut, reference.get(2), reference.get(3)));
        }
    }

    private Checkpoints.Saved train(
            CheckpointedRun.Start start, Tokenizer tokenizer, ChatTemplate template, Side training, Side heldOut) {
        // 3. Load the policy and its optimizer.
        try (Decoder policy = ModelFiles.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                AdamW optimizer = new AdamW(
                        policy.trainableParameters(),
                        AdamW.Settings.decaying(recipe.optimizer().weightDecay()))) {
            Torch.threadsFor(policy.config().dim(), run.job().threads());
            ShuffledOrder order = new ShuffledOrder(training.size(), run.job().seed());
            long perEpoch = Math.ceilDiv(training.size(), recipe.batch().batchRows());
            long steps = perEpoch * recipe.epochs();
            CosineSchedule schedule = new CosineSchedule(
                    recipe.optimizer().learningRate(),
                    Math.round(recipe.optimizer().warmupShare() * steps),
                    steps,
                    FINAL_RATE_SHARE);
            Optional<Checkpoints.Saved> done = checkpoints.begin(start, steps, template);
            if (done.isPresent()) {
                sample(ShownAnswers.AFTER, policy, tokenizer, template);
                return done.get();
            }
            if (start.checkpoint().isPresent()) {
                TrainingState.restore(start.checkpoint().get(), optimizer);
            } else {
                sample(ShownAnswers.BEFORE, policy, tokenizer, template);
                evaluate(0, policy, heldOut, tokenizer.padId());
            }

            // 4. Train.
            for (long step = start.step(); step < steps; step++) {
                long begin = step / perEpoch * training.size()
                        + step % perEpoch * recipe.batch().batchRows();
                long end = Math.min(
                        step / perEpoch * training.size() + training.size(),
                        begin + recipe.batch().batchRows());
                int[] batch = new int[(int) (end - begin)];
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = order.at(begin + i);
                }
                long number = step + 1;
                Map<String, Double> metrics =
                        step(policy, optimizer, training, batch, schedule.at(step), step, tokenizer);
                metrics.put("rows_too_long", (double) training.rows().tooLong());
                metrics.put("rows_neutral", (double) data.neutral());
                tell(number, steps, metrics);
                if (CheckpointedRun.isDue(number, recipe.cadence().evaluateEverySteps()) || number == steps) {
                    evaluate(number, policy, heldOut, tokenizer.padId());
                }
                checkpoints.saveIfDue(
                        number,
                        steps,
                        recipe.cadence().checkpointEverySteps(),
                        () -> contents(policy, template, Optional.of(optimizer)));
            }

            // 5. Write the finished model without the optimizer's state, and show what it answers now.
            Checkpoints.Saved finished = checkpoints.finish(steps, contents(policy, template, Optional.empty()));
            sample(ShownAnswers.AFTER, policy, tokenizer, template);
            return finished;
        }
    }

    /** Sums over answers. */
    private static final class Seen {
        private double rows;
        private double loss;
        private double wanted;
        private double wantedRewards;
        private double unwantedRewards;

        void add(double weightedLoss, float[] rewards, LabeledAnswers.Labeled[] labels) {
            loss += weightedLoss;
            for (int i = 0; i < rewards.length; i++) {
                rows++;
                wanted += labels[i].desirable() ? 1 : 0;
                wantedRewards += labels[i].desirable() ? rewards[i] : 0;
                unwantedRewards += labels[i].desirable() ? 0 : rewards[i];
            }
        }

        /** Means of what there is. */
        Map<String, Double> metrics(double kl) {
            Map<String, Double> metrics = new HashMap<>();
            metrics.put("loss", loss / rows);
            metrics.put("kl", kl);
            if (wanted > 0) {
                metrics.put("rewards/chosen", wantedRewards / wanted);
            }
            if (rows > wanted) {
                metrics.put("rewards/rejected", unwantedRewards / (rows - wanted));
            }
            if (wanted > 0 && rows > wanted) {
                metrics.put("rewards/margins", wantedRewards / wanted - unwantedRewards / (rows - wanted));
            }
            return metrics;
        }
    }

    /** One update from micro-batches that together are one batch. */
    private Map<String, Double> step(
            Decoder policy,
            AdamW optimizer,
            Side side,
            int[] batch,
            double learningRate,
            long step,
            Tokenizer tokenizer) {
        double kl = kl(policy, side, batch, tokenizer.padId());
        Seen seen = new Seen();
        List<int[]> parts = parts(side.rows().rows(), batch);
        for (int part = 0; part < parts.size(); part++) {
            int[] which = parts.get(part);
            long chance = ShuffledOrder.mix(ShuffledOrder.mix(run.job().seed(), step), part);
            try (Scope scope = Scope.open()) {
                Tensor logprobs = Dropout.from(
                        chance,
                        () -> SequenceLogprobs.sums(policy, rows(side.rows().rows(), which, tokenizer.padId())));
                Tensor sum = loss(side, which, logprobs, kl, seen); // scalar
                sum.div(new Scalar((double) batch.length)).backward();
            }
        }
        double norm = optimizer.clip(recipe.optimizer().gradientNormMax());
        NotFinite.refuse("The loss", seen.loss, step + 1);
        NotFinite.refuse("The gradient", norm, step + 1);
        optimizer.step(learningRate);
        Map<String, Double> metrics = seen.metrics(kl);
        metrics.putAll(Memory.metrics());
        metrics.put("grad_norm", norm);
        metrics.put("lr", learningRate);
        metrics.put("num_tokens", (double) Arrays.stream(batch)
                .map(i -> side.rows().rows().get(i).tokens().length)
                .sum());
        return metrics;
    }

    /** Σ w · loss of some answers. */
    private Tensor loss(Side side, int[] which, Tensor logprobs, double kl, Seen seen) { // (B) → scalar
        int n = which.length;
        LabeledAnswers.Labeled[] labels =
                Arrays.stream(which).mapToObj(side.rows().answers()::get).toArray(LabeledAnswers.Labeled[]::new);
        float[] desirable = new float[n];
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            desirable[i] = labels[i].desirable() ? 1 : 0;
            weights[i] = (float) labels[i].weight();
        }
        KtoLoss of = KtoLoss.of(
                logprobs,
                Tensor.create(pick(side.reference(), which), n),
                kl,
                Tensor.create(desirable, n),
                recipe.rating());
        Tensor sum = of.losses().mul(Tensor.create(weights, n)).sum();
        seen.add(sum.item_double(), numbers(of.rewards()), labels);
        return sum;
    }

    /** The divergence, estimated on the prompts of these answers with answers to other prompts. */
    private double kl(Decoder policy, Side side, int[] which, int padId) {
        float[] now = new float[which.length];
        List<TokenRows.Row> all = side.rows().unrelated();
        List<int[]> tokens =
                Arrays.stream(which).mapToObj(i -> all.get(i).tokens()).toList();
        for (int[] places : PaddedRows.ofSimilarLength(tokens, recipe.batch().microBatchRows())) {
            int[] some = Arrays.stream(places).map(i -> which[i]).toArray();
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                float[] part = numbers(SequenceLogprobs.sums(policy, rows(all, some, padId)));
                for (int i = 0; i < places.length; i++) {
                    now[places[i]] = part[i];
                }
            }
        }
        return KtoLoss.kl(now, pick(side.unrelatedReference(), which));
    }

    private List<int[]> parts(List<TokenRows.Row> rows, int[] which) {
        return PaddedRows.ofSimilarLength(
                        Arrays.stream(which).mapToObj(i -> rows.get(i).tokens()).toList(),
                        recipe.batch().microBatchRows())
                .stream()
                .map(places -> Arrays.stream(places).map(i -> which[i]).toArray())
                .toList();
    }

    private static TokenRows rows(List<TokenRows.Row> all, int[] which, int padId) {
        return TokenRows.rightPadded(Arrays.stream(which).mapToObj(all::get).toList(), padId);
    }

    private static float[] pick(float[] all, int[] which) {
        float[] some = new float[which.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[which[i]];
        }
        return some;
    }

    private static float[] numbers(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        new FloatPointer(tensor.detach().contiguous().data_ptr()).get(numbers);
        return numbers;
    }

    /** The same numbers on answers that it did not learn from; empty if there are none. */
    private void evaluate(long step, Decoder policy, Side heldOut, int padId) {
        if (heldOut.size() == 0) {
            return;
        }
        int[] all = IntStream.range(0, heldOut.size()).toArray();
        double kl = kl(policy, heldOut, all, padId);
        Seen seen = new Seen();
        for (int[] which : parts(heldOut.rows().rows(), all)) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                loss(
                        heldOut,
                        which,
                        SequenceLogprobs.sums(policy, rows(heldOut.rows().rows(), which, padId)),
                        kl,
                        seen);
            }
        }
        Map<String, Double> metrics = seen.metrics(kl);
        metrics.put("rows", seen.rows);
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.EvaluationReported(id, sequence, now, step, "held-out", metrics));
        System.out.printf("step %d  held-out loss %.4f%n", step, metrics.get("loss"));
    }

    /** Answers to a few prompts that the model does not learn from, so that people can see what changed. */
    private void sample(String purpose, Decoder policy, Tokenizer tokenizer, ChatTemplate template) {
        Respondent respondent = new Respondent(
                policy, tokenizer, template, 1, 1, Math.max(1, recipe.samples().sampleTokensMax()));
        List<DatasetPrompt> prompts = (data.heldOut().isEmpty() ? data.train() : data.heldOut())
                .stream().map(LabeledAnswers.Labeled::prompt).distinct().toList();
        ShownAnswers.tell(run, purpose, respondent, prompts, recipe.samples().sampleCount());
    }

    private void tell(long step, long steps, Map<String, Double> metrics) {
        run.log().append((id, sequence, now) -> new RunEvent.StepReported(id, sequence, now, step, steps, metrics));
        if (step % 10 == 0 || step == steps) {
            System.out.printf("step %d of %d  loss %.4f%n", step, steps, metrics.get("loss"));
        }
    }

    private List<Checkpoints.NamedContent> contents(Decoder policy, ChatTemplate template, Optional<AdamW> optimizer) {
        List<Checkpoints.NamedContent> files =
                new ArrayList<>(ModelDirectory.contents(policy, run.model(), run.model(), template));
        optimizer.ifPresent(state -> files.add(TrainingState.content(state)));
        return files;
    }
}
