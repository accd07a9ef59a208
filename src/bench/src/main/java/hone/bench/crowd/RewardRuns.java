package hone.bench.crowd;

import hone.bench.figures.Figures;
import hone.bench.trainer.TrainerProgram;
import hone.contract.Job;
import hone.contract.OptimizerSettings;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reward models by Hone's worker, several at a time with one thread each: a step of so small a model leaves a second one idle. */
final class RewardRuns {
    private static final int STEPS_BETWEEN_CHECKPOINTS = 1_000_000; // none but the last

    /**
     * What a training left.
     *
     * @param accuracy on the pairs to measure on
     */
    record Trained(Path model, double accuracy) {}

    private final TrainerProgram trainer;
    private final Path base;
    private final Path work;
    private final RewardRecipe recipe;
    private final Map<String, Planned> planned = new LinkedHashMap<>();

    private final Map<String, Trained> trained = new HashMap<>();

    private record Planned(Path data, long seed) {}

    RewardRuns(TrainerProgram trainer, Path base, Path work, int epochs, int batchGroups) {
        this.trainer = trainer;
        this.base = base;
        this.work = work;
        this.recipe = new RewardRecipe(
                epochs,
                batchGroups,
                Recipe.SMALL_SEQUENCE_TOKENS,
                OptimizerSettings.withRate(7e-4).decaying(0.1),
                Recipe.HONE_TEMPLATE,
                0,
                STEPS_BETWEEN_CHECKPOINTS);
    }

    void plan(String name, PairRows rows, long seed) throws IOException {
        planned.put(name, new Planned(rows.write(work.resolve(name + ".jsonl")), seed));
    }

    /** Trains what was planned. */
    void train() throws IOException, InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Map<String, Future<Trained>> running = new LinkedHashMap<>();
            planned.forEach((name, plan) -> running.put(name, threads.submit(() -> train(name, plan))));
            int done = 0;
            for (Map.Entry<String, Future<Trained>> one : running.entrySet()) {
                Trained made = one.getValue().get();
                trained.put(one.getKey(), made);
                Figures.log("%d of %d trained: %s, accuracy %.4f", ++done, running.size(), one.getKey(), made.accuracy);
            }
        } catch (ExecutionException e) {
            throw new IOException("a reward model was not trained", e.getCause());
        }
        planned.clear();
    }

    Trained trained(String name) {
        return Optional.ofNullable(trained.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " was not trained"));
    }

    private Trained train(String name, Planned plan) throws IOException, InterruptedException {
        Job job = new Job(
                name,
                recipe,
                Optional.of(plan.data.toString()),
                base.toString(),
                Optional.empty(),
                Optional.empty(),
                work.resolve(name).toString(),
                work.resolve("models").toString(),
                plan.seed,
                1);
        List<RunEvent> events = trainer.run(job);
        List<Double> accuracies = new ArrayList<>();
        for (RunEvent event : events) {
            if (event instanceof RunEvent.EvaluationReported evaluated) {
                accuracies.add(evaluated.metrics().getOrDefault("accuracy", Double.NaN));
            }
        }
        return new Trained(
                TrainerProgram.checkpoint(job, events), accuracies.isEmpty() ? Double.NaN : accuracies.getLast());
    }
}
