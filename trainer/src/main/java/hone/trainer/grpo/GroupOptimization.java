package hone.trainer.grpo;

import hone.contract.GrpoRecipe;
import hone.contract.LoraSettings;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.CheckpointedRun;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.ConstantSchedule;
import hone.trainer.optim.NotFinite;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.GuardRailPassed;
import hone.trainer.rollout.Guards;
import hone.trainer.rollout.Minibatches;
import hone.trainer.rollout.Reference;
import hone.trainer.rollout.Rollbacks;
import hone.trainer.rollout.Rollout;
import hone.trainer.rollout.Rollouts;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Group-relative policy optimisation: the policy gives several answers to a prompt, a scorer or a rule says how good they are, and
 * the policy moves towards those that are better than the others of their group.
 *
 * <p>An iteration: sample groups at the recipe's temperature; score them, less a penalty where the end token is missing; advantages
 * within groups; clipped steps of AdamW (0.9, 0.95), with β k3 of the divergence from the start inside the loss. The learning rate
 * rises over five iterations and stays. Something that is not a number or passes a guard rail: back to the last good checkpoint with
 * half the learning rate, three times at most.
 *
 * <p>Several processes divide prompts, scoring and the answers of each minibatch between them; what was sampled and measured, each knows of
 * all ({@link hone.trainer.run.DataParallel}), so all decide alike.
 *
 * <p>Left out: sampling a group again when all of it scores the same, top-p while sampling. What the scorer is, this package does not
 * know. Command: {@code ./hone train job.json} with a recipe of kind {@code grpo}. Sources: Shao et al. 2024,
 * arXiv 2402.03300; Liu et al. 2025, arXiv 2503.20783; Yu et al. 2025, arXiv 2503.14476; Ahmadian et al. 2024, arXiv 2402.14740.
 */
public final class GroupOptimization {
    private static final int WARMUP_ITERATIONS = 5;
    private static final int SHOWN_PROMPTS = 4;
    private static final double EPSILON = 1e-4;

    private final Run run;
    private final GrpoRecipe recipe;
    private final AnswerScorer scorer;
    private final DatasetPrompts data;
    private final CheckpointedRun checkpoints;
    private final Rollbacks rollbacks;
    private final Guards guards;

    /**
     * @param data the prompts that the scorer can say something about
     * @param scorer the only source of rewards
     */
    public GroupOptimization(Run run, GrpoRecipe recipe, DatasetPrompts data, AnswerScorer scorer) {
        RunFailure.unlessRecipe(
                recipe.lora().flatMap(LoraSettings::dropout).orElse(0.0) == 0,
                "GRPO compares the policy with itself, which an adapter's dropout would disturb; leave lora.dropout out");
        this.run = run;
        this.recipe = recipe;
        this.scorer = scorer;
        this.data = data;
        this.rollbacks = new Rollbacks(run, recipe.optimizer().learningRate());
        this.guards = new Guards(recipe.options().guards(), Optional.empty(), run.earlier());
        this.checkpoints = new CheckpointedRun(run, recipe, data.sha256());
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
        boolean compares = recipe.loss().beta() > 0 || guards.watchesDivergence();

        // 2. Load the policy, its optimizer, and its start as the reference if anything depends on it.
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                Decoder policy = ModelFiles.trained(
                        run.model(),
                        start.checkpoint(),
                        recipe.lora(),
                        run.job().seed());
                Reference reference =
                        compares ? Reference.of(policy, run.model()) : new Reference(policy, Optional.empty());
                AdamW optimizer = new AdamW(policy.trainableParameters(), AdamW.Settings.decaying(0));
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
                    new Rollouts.Size(recipe.rollouts().rolloutsPerIteration(), recipe.groupSize()),
                    run.job().seed(),
                    run.together());
            Optional<Checkpoints.Saved> done = checkpoints.begin(start, recipe.iterations(), template);
            if (done.isPresent()) {
                show(ShownAnswers.AFTER, respondent);
                return done.get();
            }
            if (start.checkpoint().isPresent()) {
                TrainingState.restore(start.checkpoint().get(), optimizer);
            } else if (!rollbacks.any()) {
                show(ShownAnswers.BEFORE, respondent);
            }
            Looked.Readers readers = new Looked.Readers(
                    policy, compares ? Optional.of(reference.model()) : Optional.empty(), scorer, run.together());
            GroupUpdates updates = new GroupUpdates(learning, optimizer, recipe, tokenizer.padId(), run.together());
            ConstantSchedule rate = new ConstantSchedule(rollbacks.rateScale(), WARMUP_ITERATIONS);

            // 3. Iterate.
            for (long iteration = start.step(); iteration < recipe.iterations(); iteration++) {
                long number = iteration + 1;
                Map<String, Double> metrics = new TreeMap<>(Memory.metrics());
                try (Scope scope = Scope.open()) {
                    // a. Sample groups of answers and score them.
                    long asked = System.nanoTime();
                    List<Rollout> answers = rollouts.sample(iteration, respondent, sideBySide);
                    long sampled = System.nanoTime();
                    Looked looked =
                            Looked.at(answers, readers, recipe.rollouts().temperature(), tokenizer.padId(), sideBySide);
                    double[] rewards = rewards(answers, looked.scores());
                    seen(answers, looked, rewards, compares, metrics, number);

                    // b. Update the policy.
                    long known = System.nanoTime();
                    double learningRate = recipe.optimizer().learningRate() * rate.at(number);
                    List<int[]> minibatches = Minibatches.of(
                            answers.size(),
                            recipe.passes().minibatchRows(),
                            recipe.passes().epochs(),
                            ShuffledOrder.mix(run.job().seed(), -number));
                    learned(
                            updates.learn(answers, looked, advantages(rewards), minibatches, learningRate, number),
                            metrics,
                            number);
                    metrics.put("lr", learningRate);
                    metrics.put("episode", (double) number * answers.size());
                    metrics.putAll(rollouts.leftOut().metrics());
                    metrics.put("time/sampling_seconds", (sampled - asked) / 1e9);
                    metrics.put("time/scoring_seconds", (known - sampled) / 1e9);
                    metrics.put("time/learning_seconds", (System.nanoTime() - known) / 1e9);
                }
                tell(number, metrics);
                guards.reported(number, metrics);
                checkpoints.saveIfDue(
                        number,
                        recipe.iterations(),
                        recipe.options().checkpointEveryIterations(),
                        () -> ModelDirectory.contents(policy, run.model(), template, Optional.of(optimizer)));
            }

            // 4. Write the finished policy without its state, and show what it answers now.
            Checkpoints.Saved finished = checkpoints.finish(
                    recipe.iterations(), ModelDirectory.contents(policy, run.model(), template, Optional.empty()));
            show(ShownAnswers.AFTER, respondent);
            return finished;
        }
    }

    /** Scores, less the penalty for an answer that was cut off by the limit. */
    private double[] rewards(List<Rollout> answers, float[] scores) {
        double[] rewards = new double[scores.length];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = scores[i] - (answers.get(i).ended() ? 0 : recipe.missingEndPenalty());
        }
        return rewards;
    }

    private float[] advantages(double[] rewards) {
        double[] advantages =
                GroupAdvantages.of(rewards, recipe.groupSize(), recipe.loss().advantage(), EPSILON);
        float[] floats = new float[advantages.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) advantages[i];
        }
        return floats;
    }

    /** What the answers show; refuses NaN, infinity, and a policy that has gone too far. */
    private void seen(
            List<Rollout> answers,
            Looked looked,
            double[] rewards,
            boolean compares,
            Map<String, Double> metrics,
            long iteration) {
        double score = Arrays.stream(rewards).average().orElse(0);
        NotFinite.refuse("The score", score, iteration);
        NotFinite.refuse("The entropy", looked.entropy(), iteration);
        double tokens = answers.stream().mapToInt(Rollout::answerTokens).sum();
        double ended = answers.stream().filter(Rollout::ended).count();
        metrics.put("objective/scores", score);
        metrics.put("objective/scores_deviation", GroupAdvantages.deviation(rewards));
        metrics.put("objective/entropy", looked.entropy());
        metrics.put("groups/all_equal", shareOfEqualGroups(rewards));
        metrics.put("num_tokens", tokens);
        metrics.put("response/tokens_mean", tokens / answers.size());
        metrics.put("response/ended", ended / answers.size());
        if (compares) {
            NotFinite.refuse("The divergence", looked.divergence(), iteration);
            metrics.put("objective/kl", looked.divergence());
            guards.divergence(looked.divergence(), iteration);
        }
        guards.answers(looked.entropy() * answers.size() / tokens, tokens / answers.size(), iteration);
    }

    /** Groups that nothing can be learned from. */
    private double shareOfEqualGroups(double[] rewards) {
        int groups = rewards.length / recipe.groupSize();
        int equal = 0;
        for (int g = 0; g < groups; g++) {
            double[] group = Arrays.copyOfRange(rewards, g * recipe.groupSize(), (g + 1) * recipe.groupSize());
            equal += Arrays.stream(group).distinct().count() == 1 ? 1 : 0;
        }
        return (double) equal / groups;
    }

    private void learned(List<GroupUpdates.Seen> seen, Map<String, Double> metrics, long iteration) {
        double low = mean(seen, GroupUpdates.Seen::clippedLow);
        double high = mean(seen, GroupUpdates.Seen::clippedHigh);
        metrics.put("loss/policy_avg", mean(seen, GroupUpdates.Seen::loss));
        metrics.put("policy/kl_avg", mean(seen, GroupUpdates.Seen::kl));
        metrics.put("policy/clipfrac_low", low);
        metrics.put("policy/clipfrac_high", high);
        metrics.put("policy/clipfrac_avg", low + high);
        metrics.put("policy/entropy_avg", mean(seen, GroupUpdates.Seen::entropy));
        metrics.put("grad_norm", mean(seen, GroupUpdates.Seen::norm));
        guards.clipping(low + high, iteration);
    }

    private static double mean(List<GroupUpdates.Seen> seen, ToDoubleFunction<GroupUpdates.Seen> number) {
        return seen.stream().mapToDouble(number).average().orElse(0);
    }

    private void tell(long iteration, Map<String, Double> metrics) {
        long iterations = recipe.iterations();
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.StepReported(id, sequence, now, iteration, iterations, metrics));
        System.out.printf(
                "iteration %d of %d  score %.3f  kl %.2f  tokens %.0f  groups all equal %.2f%n",
                iteration,
                iterations,
                metrics.get("objective/scores"),
                metrics.getOrDefault("objective/kl", 0.0),
                metrics.get("response/tokens_mean"),
                metrics.get("groups/all_equal"));
    }

    private void show(String purpose, Respondent respondent) {
        List<DatasetPrompt> prompts = data.heldOut().isEmpty() ? data.train() : data.heldOut();
        ShownAnswers.tell(run, purpose, respondent, prompts.stream(), SHOWN_PROMPTS);
    }
}
