package hone.trainer;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.Job;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
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
import hone.trainer.optim.NotFinite;
import hone.trainer.ppo.PolicyOptimization;
import hone.trainer.pretrain.Pretraining;
import hone.trainer.reward.RewardModelling;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.SameTokenizer;
import hone.trainer.run.Options;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import hone.trainer.run.RunPaused;
import hone.trainer.run.SecondPart;
import hone.trainer.run.StopSignal;
import hone.trainer.scoring.RewardScorer;
import hone.trainer.sft.FineTuning;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.verifier.Rule;
import hone.trainer.verifier.RuleFirst;
import hone.trainer.verifier.RuleScorer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Runs one job to its end and reports the outcome in the exit code: 0 succeeded, 1 failed for good (an event says why), 75
 * stopped and to be started again, anything else is a crash.
 */
final class Worker {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int CRASHED = 70; // EX_SOFTWARE
    private static final int TRY_AGAIN = 75; // EX_TEMPFAIL of sysexits.h

    private Worker() {}

    static void run(Options options) {
        Path file = Options.path(options.plain().getFirst()).toAbsolutePath();
        StopSignal stop = new StopSignal();
        stop.listen();
        if (options.has("--with-parent")) {
            stop.stopWithParent();
        }
        int code = CRASHED;
        try {
            code = run(file, stop);
        } catch (RunFailure e) {
            System.err.println(JobFile.told(e));
            code = FAILED;
        } catch (RunLog.InUse e) {
            System.err.println(e.getMessage());
            code = TRY_AGAIN;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(); // for the worker's log; the run page gets a sentence
        } finally {
            stop.finish(code);
        }
    }

    /** Runs the job of a file. Failures are reported in its log where there is one, and thrown otherwise. */
    static int run(Path file, StopSignal stop) {
        Path base = parent(file);
        Job job;
        try {
            job = JobFile.read(file);
        } catch (RunFailure e) {
            return refused(file, base, e);
        }
        Run run = Run.open(job, base, stop, Torch.machine());
        if (run.log().ended()) {
            return SUCCEEDED;
        }
        try (Scope whole =
                Scope.open()) { // owns what no smaller scope owns, so that nothing is left to the garbage collector
            Torch.start(job.threads());
            Torch.seed(job.seed());
            Optional<String> checkpoint = stage(run);
            run.log().append((id, sequence, now) -> new RunEvent.RunSucceeded(id, sequence, now, checkpoint));
            return SUCCEEDED;
        } catch (RunPaused e) {
            System.out.println(e.getMessage());
            return TRY_AGAIN;
        } catch (RunFailure e) {
            return failed(run, e);
        } catch (NotFinite e) {
            return failed(run, e.failure());
        } catch (OutOfMemoryError e) {
            return failed(run, outOfMemory(e));
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("can't allocate memory")) {
                return failed(run, outOfMemory(e));
            }
            throw e; // a bug: the supervisor sees a crash and tries again
        } finally {
            run.log().close();
        }
    }

    /** Even a job that can't be used usually names its run and folder; then its log says why. */
    private static int refused(Path file, Path base, RunFailure failure) {
        Optional<JobFile.Address> address = JobFile.address(file);
        if (address.isEmpty()) {
            throw failure;
        }
        System.err.println(JobFile.told(failure));
        try (RunLog log =
                RunLog.open(base.resolve(address.get().folder()), address.get().runId(), earlier -> {})) {
            if (!log.ended()) {
                log.append((id, sequence, now) -> new RunEvent.RunFailed(
                        id, sequence, now, failure.sentence(), failure.word(), Optional.empty()));
            }
        }
        return FAILED;
    }

    private static Optional<String> stage(Run run) {
        return switch (run.job().recipe()) {
            case PretrainRecipe recipe ->
                Optional.of(new Pretraining(run, recipe).train().sha256());
            case SftRecipe recipe ->
                Optional.of(new FineTuning(run, recipe).train().sha256());
            case GenerateRecipe recipe -> {
                new Answers(run, recipe).generate();
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
                ManifestCheck.verify(run.reward());
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
        ManifestCheck.verify(run.reward());
        SameTokenizer.require(run.model(), run.reward());
        try (RewardScorer scorer = RewardScorer.load(run.reward())) {
            return stage.apply(prompts, AnswerScorer.ofRows(scorer::score));
        }
    }

    private static RunFailure outOfMemory(Throwable e) {
        return new RunFailure(
                "out-of-memory",
                "There was not enough memory; use a smaller batch or shorter rows and start again.",
                e);
    }

    private static int failed(Run run, RunFailure failure) {
        System.err.println(failure.sentence());
        Optional<String> kept = lastGood(run);
        Optional<Map<String, Double>> numbers = Optional.of(failure.numbers()).filter(some -> !some.isEmpty());
        run.log()
                .append((id, sequence, now) ->
                        new RunEvent.RunFailed(id, sequence, now, failure.sentence(), failure.word(), kept, numbers));
        return FAILED;
    }

    private static Optional<String> lastGood(Run run) {
        try {
            return new Checkpoints(run.models(), run.folder(), run.job().runId())
                    .latest()
                    .map(Checkpoints.Saved::sha256);
        } catch (RunFailure e) {
            return Optional.empty(); // the first failure is the one to report
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }
}
