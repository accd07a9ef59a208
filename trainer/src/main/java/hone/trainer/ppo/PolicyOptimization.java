package hone.trainer.ppo;

import hone.contract.LoraSettings;
import hone.contract.PpoRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.NotFinite;
import hone.trainer.optim.Schedule;
import hone.trainer.optim.SlowingSchedule;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.GuardRailPassed;
import hone.trainer.rollout.Guards;
import hone.trainer.rollout.KlEstimate;
import hone.trainer.rollout.Minibatches;
import hone.trainer.rollout.Reference;
import hone.trainer.rollout.Rollbacks;
import hone.trainer.rollout.Rollout;
import hone.trainer.rollout.Rollouts;
import hone.trainer.rollout.SameTokenizer;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.Respondent;
import hone.trainer.sampling.ShownAnswers;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Masked;
import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Proximal policy optimisation: the policy answers prompts, a scorer says how good the answers are, and the policy moves towards
 * the better ones, held near the model that it began as.
 *
 * <p>An iteration: sample at the recipe's temperature; score; reward a token by −β KL(policy ‖ start) (k1) and the last one by
 * the score, less a penalty where the end token is missing; advantages by GAE, whitened; several epochs of clipped steps for
 * the policy and for the value model, each with an AdamW (0.9, 0.95) of its own. β is fixed or controlled. Learning rates rise
 * over five iterations and stay, or fall from there on if the recipe says how far. Something that is not a number, a KL above twice its target, or another guard rail that the
 * recipe names: back to the last good checkpoint with half the learning rate, three times at most; then the run ends.
 *
 * <p>The loss on answers that people wrote can be mixed into every step of the policy (PPO-ptx), which keeps what SFT taught: on all
 * of them, or on some prompts' only. Where a rule can check answers, its verdict can take the place of the reward model's score.
 *
 * <p>Several processes divide prompts, scoring, the answers of each minibatch and what is mixed in between them; what was sampled and
 * measured, each knows of all ({@link hone.trainer.run.DataParallel}), so advantages are those of all, and all decide alike.
 *
 * <p>Left out: a value head on the policy's own body, reward whitening, top-p while sampling (the ratio would need it too). What the
 * scorer is, this package does not know. Command: {@code ./hone train job.json} with a recipe of kind
 * {@code ppo}. Sources: Schulman et al. 2017, arXiv 1707.06347; Ziegler et al. 2019, arXiv 1909.08593; Huang et al. 2024, "The N
 * Implementation Details of RLHF with PPO"; metric names are those of TRL's former PPOTrainer.
 */
public final class PolicyOptimization {
    private static final int WARMUP_ITERATIONS = 5;
    private static final int SHOWN_PROMPTS = 4;

    private final Run run;
    private final PpoRecipe recipe;
    private final AnswerScorer scorer;
    private final Predicate<DatasetPrompt> mixed;
    private final DatasetPrompts data;
    private final CheckpointedRun checkpoints;
    private final KlControl klControl;
    private final Rollbacks rollbacks;
    private final Guards guards;

    /** @param scorer the only source of rewards */
    public PolicyOptimization(Run run, PpoRecipe recipe, AnswerScorer scorer) {
        this(run, recipe, scorer, prompt -> true);
    }

    /** @param mixed prompts whose written answers may be learned beside */
    public PolicyOptimization(Run run, PpoRecipe recipe, AnswerScorer scorer, Predicate<DatasetPrompt> mixed) {
        RunFailure.unlessRecipe(
                recipe.rollouts().rolloutsPerIteration() % recipe.passes().minibatchRows() == 0,
                "minibatchRows must divide rolloutsPerIteration");
        RunFailure.unlessRecipe(
                recipe.lora().flatMap(LoraSettings::dropout).orElse(0.0) == 0,
                "PPO compares the policy with itself, which an adapter's dropout would disturb; leave lora.dropout out");
        this.run = run;
        this.recipe = recipe;
        this.scorer = scorer;
        this.mixed = mixed;
        this.klControl = new KlControl(recipe);
        this.rollbacks = new Rollbacks(run, recipe.optimizer().policyLearningRate());
        this.guards = new Guards(recipe.options().guards(), klControl.band(), run.earlier());
        this.data = DatasetPrompts.read(run.data());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
        ManifestCheck.verify(run.reward());
        SameTokenizer.require(run.model(), run.reward());
    }

    /** Trains from the start or from the last checkpoint; returns the finished model. */
    public Checkpoints.Saved train() {
        while (true) {
            try {
                return trainFromLatestCheckpoint();
            } catch (NotFinite e) {
                rollbacks.rollBack(e, checkpoints.latest());
            } catch (GuardRailPassed e) {
                rollbacks.rollBack(e, checkpoints);
            }
        }
    }

    /** Loads everything from the disk again, as after a crash. */
    private Checkpoints.Saved trainFromLatestCheckpoint() {
        // 1. Resume where an earlier worker of this run stopped.
        CheckpointedRun.Start start = checkpoints.start();
        ScoreScale scale = ScoreScale.read(run.reward());

        // 2. Load the policy, its start as the reference, the value model, and an optimizer for each of the two that
        // learn.
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                Decoder policy = ModelFiles.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                Reference reference = Reference.of(policy, run.model());
                ScoringModel value = ValueStart.from(
                        run.reward(), scale, recipe.lora(), run.job().seed());
                AdamW policyOptimizer = new AdamW(policy.trainableParameters(), AdamW.Settings.decaying(0));
                AdamW valueOptimizer = new AdamW(value.trainableParameters(), AdamW.Settings.decaying(0));
                SideBySide sideBySide =
                        SideBySide.of(policy.config().dim(), run.job().threads());
                LabelLearning learning = new LabelLearning(policy, sideBySide, Precision.F32)) {
            Torch.threadsFor(policy.config().dim(), run.job().threads());
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            Respondent respondent = new Respondent(
                    policy,
                    tokenizer,
                    template,
                    recipe.rollouts().temperature(),
                    1,
                    recipe.rollouts().responseTokensMax());
            Rollouts rollouts = new Rollouts(
                    data.train(),
                    respondent,
                    Rollouts.Size.single(recipe.rollouts().rolloutsPerIteration()),
                    run.job().seed(),
                    run.together());
            Optional<Checkpoints.Saved> done = checkpoints.begin(start, recipe.iterations(), template);
            if (done.isPresent()) {
                show(ShownAnswers.AFTER, respondent);
                return done.get();
            }
            PpoState state = new PpoState(value, policyOptimizer, valueOptimizer);
            double klCoefficient =
                    start.checkpoint().map(state::restore).orElse(recipe.kl().klCoefficient());
            if (start.checkpoint().isEmpty() && !rollbacks.any()) {
                show(ShownAnswers.BEFORE, respondent);
            }
            Scored.Readers readers = new Scored.Readers(
                    policy, reference.model(), value, ValueStart.mean(scale), scorer, run.together());
            Optional<WrittenMix> written = written(policy, template, tokenizer);
            PolicyUpdates policyUpdates =
                    new PolicyUpdates(learning, policyOptimizer, recipe, tokenizer.padId(), written, run.together());
            ValueUpdates valueUpdates = new ValueUpdates(
                    value,
                    ValueStart.mean(scale),
                    valueOptimizer,
                    recipe,
                    tokenizer.padId(),
                    sideBySide,
                    run.together());
            Schedule rate = new SlowingSchedule(
                    rollbacks.rateScale(),
                    WARMUP_ITERATIONS,
                    recipe.iterations(),
                    recipe.optimizer().finalRateShare().orElse(1.0));
            long began = System.nanoTime();

            // 3. Iterate.
            for (long iteration = start.step(); iteration < recipe.iterations(); iteration++) {
                long number = iteration + 1;
                IterationReport report = new IterationReport();
                try (Scope scope = Scope.open()) {
                    // a. Sample answers.
                    long asked = System.nanoTime();
                    List<Rollout> answers = rollouts.sample(iteration, respondent, sideBySide);
                    report.answers(answers);

                    // b. Score them with the models.
                    long sampled = System.nanoTime();
                    Scored scored =
                            Scored.of(answers, readers, recipe.rollouts().temperature(), tokenizer.padId(), sideBySide);
                    Experience experience = experience(answers, scored, klCoefficient, number, report);

                    // c. Update the policy, then the value model, each in two parts at the same time.
                    long known = System.nanoTime();
                    List<int[]> minibatches = Minibatches.of(
                            answers.size(),
                            recipe.passes().minibatchRows(),
                            recipe.passes().epochs(),
                            ShuffledOrder.mix(run.job().seed(), -number));
                    double policyRate = recipe.optimizer().policyLearningRate() * rate.at(number);
                    double valueRate = recipe.optimizer().valueLearningRate() * rate.at(number);
                    report.learned(
                            policyUpdates.learn(experience, minibatches, policyRate, number),
                            valueUpdates.learn(experience, minibatches, valueRate, number));
                    guards.clipping(report.of("policy/clipfrac_avg"), number);
                    guards.valueLoss(report.of("loss/value_avg"), number);
                    report.put("lr", policyRate);
                    report.put("lr/value", valueRate);

                    // d. Report the metrics.
                    long learned = System.nanoTime();
                    report.time(seconds(asked, sampled), seconds(sampled, known), seconds(known, learned));
                    report.put("episode", (double) number * answers.size());
                    report.put("eps", (number - start.step()) * answers.size() / seconds(began, learned));
                    rollouts.leftOut().metrics().forEach(report::put);
                    written.map(WrittenMix::leftOut).ifPresent(counts -> counts.forEach(report::put));
                    klCoefficient = klControl.next(klCoefficient, report.divergence());
                }
                tell(number, report.metrics());
                guards.reported(number, report.metrics());
                double coefficient = klCoefficient;
                checkpoints.saveIfDue(
                        number,
                        recipe.iterations(),
                        recipe.checkpointEveryIterations(),
                        () -> contents(policy, template, state.contents(coefficient)));
            }

            // 4. Write the finished policy without its state, and show what it answers now.
            Checkpoints.Saved finished = checkpoints.finish(recipe.iterations(), contents(policy, template, List.of()));
            show(ShownAnswers.AFTER, respondent);
            return finished;
        }
    }

    private Optional<WrittenMix> written(Decoder policy, ChatTemplate template, Tokenizer tokenizer) {
        int rows = recipe.passes().minibatchRows();
        return recipe.options()
                .mix()
                .sftCoefficient()
                .filter(coefficient -> coefficient > 0)
                .map(coefficient -> WrittenMix.of(
                        run.data(),
                        mixed,
                        new ExampleRows(template, tokenizer, policy.config().positions()),
                        new WrittenMix.Share(coefficient, rows, Minibatches.ROWS_TOGETHER_MAX),
                        run.job().seed()));
    }

    /** Rewards, advantages and returns, (B, N); refuses NaN, infinity, and a policy that has gone too far. */
    private Experience experience(
            List<Rollout> answers, Scored scored, double klCoefficient, long iteration, IterationReport report) {
        try (NoGradGuard constants = new NoGradGuard()) {
            Tensor mask = scored.grid(scored.mask());
            Tensor logprobs = scored.grid(scored.logprobs());
            Tensor values = scored.grid(scored.values());
            Tensor kl = KlEstimate.k1(logprobs, scored.grid(scored.referenceLogprobs()), mask);
            Tensor nonScore = TokenRewards.nonScore(kl, klCoefficient);
            Tensor scores = TokenRewards.penalised(
                    Tensors.of(scored.scores(), answers.size()), ended(answers), recipe.missingEndPenalty()); // (B)
            Tensor rewards = TokenRewards.withScores(nonScore, scores, mask);
            Advantages advantages = Advantages.of(
                    rewards,
                    values,
                    mask,
                    recipe.advantage().gamma(),
                    recipe.advantage().lambda());
            double[] seen = run.together()
                    .ofFirst(
                            kl.sum(1).mean().item_double(),
                            logprobs.neg().sum(1).mean().item_double(),
                            nonScore.sum(1).mean().item_double(),
                            scores.mean().item_double(),
                            values.sum().item_double());
            double divergence = seen[0];
            NotFinite.refuse("The score", seen[3], iteration);
            NotFinite.refuse("The divergence", divergence, iteration);
            NotFinite.refuse("A value", seen[4], iteration);
            report.objective(divergence, seen[1], seen[2], seen[3], klCoefficient);
            report.put("objective/scores_deviation", scores.std().item_double());
            guards.divergence(divergence, iteration);
            guards.answers(
                    report.of("objective/entropy") / report.of("response/tokens_mean"),
                    report.of("response/tokens_mean"),
                    iteration);
            return new Experience(
                    answers,
                    mask,
                    logprobs,
                    values,
                    Masked.whitened(advantages.advantages(), mask),
                    advantages.returns());
        }
    }

    private static Tensor ended(List<Rollout> answers) { // → (B)
        float[] ended = new float[answers.size()];
        for (int i = 0; i < ended.length; i++) {
            ended[i] = answers.get(i).ended() ? 1 : 0;
        }
        return Tensors.of(ended, ended.length);
    }

    private void tell(long iteration, Map<String, Double> metrics) {
        long iterations = recipe.iterations();
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.StepReported(id, sequence, now, iteration, iterations, metrics));
        System.out.printf(
                "iteration %d of %d  score %.3f  kl %.2f  tokens %.0f  value loss %.4f  seconds %.1f + %.1f + %.1f%n",
                iteration,
                iterations,
                metrics.get("objective/scores"),
                metrics.get("objective/kl"),
                metrics.get("response/tokens_mean"),
                metrics.get("loss/value_avg"),
                metrics.get("time/sampling_seconds"),
                metrics.get("time/scoring_seconds"),
                metrics.get("time/learning_seconds"));
    }

    private void show(String purpose, Respondent respondent) {
        List<DatasetPrompt> prompts = data.heldOut().isEmpty() ? data.train() : data.heldOut();
        ShownAnswers.tell(run, purpose, respondent, prompts.stream(), SHOWN_PROMPTS);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    private List<Checkpoints.NamedContent> contents(
            Decoder policy, ChatTemplate template, List<Checkpoints.NamedContent> state) {
        List<Checkpoints.NamedContent> files =
                new ArrayList<>(ModelDirectory.contents(policy, run.model(), run.model(), template));
        files.addAll(state);
        return files;
    }
}
