package hone.trainer;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.RewardRecipe;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.contract.Verifier;
import hone.trainer.bestof.BestOfN;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.data.Demonstrations;
import hone.trainer.dpo.DirectPreference;
import hone.trainer.generate.Answers;
import hone.trainer.grpo.GroupOptimization;
import hone.trainer.kto.RatingOptimization;
import hone.trainer.ppo.PolicyOptimization;
import hone.trainer.pretrain.Pretraining;
import hone.trainer.reward.RewardModelling;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.SameTokenizer;
import hone.trainer.run.Run;
import hone.trainer.run.SecondPart;
import hone.trainer.scalarhead.RewardScorer;
import hone.trainer.score.AnswerScores;
import hone.trainer.sft.FineTuning;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.verifier.Rule;
import hone.trainer.verifier.RuleFirst;
import hone.trainer.verifier.RuleScorer;
import java.util.Optional;
import java.util.function.BiFunction;

/** Which program a recipe runs, and what it is given to judge answers by. */
final class Stages {
    private Stages() {}

    /** Runs it to its end; the sha256 of the model that it made, if it makes one. */
    static Optional<String> of(Run run) {
        return switch (run.job().recipe()) {
            case PretrainRecipe recipe ->
                Optional.of(new Pretraining(run, recipe).train().sha256());
            case SftRecipe recipe ->
                Optional.of(new FineTuning(run, recipe).train().sha256());
            case GenerateRecipe recipe -> {
                new Answers(run, recipe).generate();
                yield Optional.empty();
            }
            case ScoreRecipe recipe -> {
                new AnswerScores(run, recipe).score();
                yield Optional.empty();
            }
            case RewardRecipe recipe ->
                Optional.of(new RewardModelling(run, recipe).train().sha256());
            case DpoRecipe recipe ->
                Optional.of(new DirectPreference(run, recipe).train().sha256());
            case KtoRecipe recipe ->
                Optional.of(new RatingOptimization(run, recipe).train().sha256());
            case GrpoRecipe recipe -> Optional.of(grpo(run, recipe).sha256());
            case BestOfNRecipe recipe -> bestOfN(run, recipe);
            case PpoRecipe recipe -> {
                verifyReward(run);
                try (RewardScorer reward = RewardScorer.load(run.reward())) {
                    yield Optional.of(
                            ppo(run, recipe, AnswerScorer.ofRows(reward::score)).sha256());
                }
            }
        };
    }

    /** A rule has the first word about the answers that it can judge, if the recipe names one. */
    private static Checkpoints.Saved ppo(Run run, PpoRecipe recipe, AnswerScorer reward) {
        Optional<Verifier> verifier = recipe.options().verifier();
        if (verifier.isEmpty()) {
            return new PolicyOptimization(run, recipe, reward).train();
        }
        Rule rule = Rule.of(verifier.get(), run.data());
        try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
            AnswerScorer scorer = new RuleFirst(rule, tokenizer, reward);
            return recipe.options().mix().onlyChecked()
                    ? new PolicyOptimization(run, recipe, scorer, rule::judges).train()
                    : new PolicyOptimization(run, recipe, scorer).train();
        }
    }

    /** The best answers first; then they are learned, unless the recipe has no epochs. */
    private static Optional<String> bestOfN(Run run, BestOfNRecipe recipe) {
        double scoreMin = recipe.verifier().isPresent() ? 1 : Double.NEGATIVE_INFINITY;
        SecondPart second = scored(
                run,
                recipe.verifier(),
                (prompts, scorer) -> new BestOfN(run, recipe, prompts, scorer, scoreMin).sample());
        if (!recipe.trains()) {
            return Optional.empty();
        }
        run.log().goOn(second);
        Demonstrations best = Demonstrations.madeFrom(run.data(), run.folder().resolve(BestOfN.FILE));
        return Optional.of(
                new FineTuning(run, recipe.fineTuning(), best, recipe).train().sha256());
    }

    private static Checkpoints.Saved grpo(Run run, GrpoRecipe recipe) {
        return scored(
                run,
                recipe.options().verifier(),
                (prompts, scorer) -> new GroupOptimization(run, recipe, prompts, scorer).train());
    }

    /** Calls a stage with the prompts of its data that a rule, or else the job's reward model, can judge answers to. */
    private static <T> T scored(
            Run run, Optional<Verifier> verifier, BiFunction<DatasetPrompts, AnswerScorer, T> stage) {
        DatasetPrompts prompts = DatasetPrompts.read(run.data());
        if (verifier.isPresent()) {
            Rule rule = Rule.of(verifier.get(), run.data());
            try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
                return stage.apply(rule.of(prompts), new RuleScorer(rule, tokenizer));
            }
        }
        verifyReward(run);
        SameTokenizer.require(run.model(), run.reward());
        try (RewardScorer scorer = RewardScorer.load(run.reward())) {
            return stage.apply(prompts, AnswerScorer.ofRows(scorer::score));
        }
    }

    private static void verifyReward(Run run) {
        String sha256 = ManifestCheck.verify(run.reward()).orElse("");
        run.together().requireSame("The reward model", sha256);
    }
}
