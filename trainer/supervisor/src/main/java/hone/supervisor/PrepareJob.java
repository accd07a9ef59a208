package hone.supervisor;

import hone.contract.BestOfNRecipe;
import hone.contract.CheckpointManifest;
import hone.contract.DatasetRef;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.Job;
import hone.contract.KtoRecipe;
import hone.contract.ModelRef;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.RewardRecipe;
import hone.contract.RunCommand.RunRequested;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Turns a request into a worker's job: finds the models, downloads the dataset, writes {@code job.json}. Running it twice does no
 * harm.
 */
final class PrepareJob {
    /** Hone's own worker writes to the run's folder itself, an engine to a folder of its name in it. */
    static final String OWN_FOLDER = ".";

    private final Path models;
    private final SupervisorConfig.Worker worker;
    private final DatasetFetch fetch;

    PrepareJob(Path models, SupervisorConfig.Worker worker, DatasetFetch fetch) {
        this.models = models.toAbsolutePath().normalize();
        this.worker = worker;
        this.fetch = fetch;
    }

    /**
     * @return false if the download was abandoned
     * @throws RunRefused if the run can't begin
     */
    boolean in(RunFolder folder, RunRequested request, Optional<Engine> engine, BooleanSupplier mayContinue)
            throws IOException {
        Optional<DatasetRef> dataset = dataset(request);
        if (request.inputs().adapter().isPresent()) {
            throw new RunRefused(
                    "unsupported-input",
                    "This trainer can't start from an adapter yet. Start the run from a whole model, or update the trainer.");
        }
        Path policy = checkpoint(request.inputs().policy());
        Optional<Path> reward = request.inputs().reward().map(this::checkpoint);
        if (dataset.isPresent() && !Files.exists(folder.data())) {
            if (!fetch.into(folder.data(), dataset.get(), mayContinue)) {
                return false;
            }
        }
        if (engine.isPresent()) {
            Files.createDirectories(engine.get().folder(folder));
        }
        folder.keep(new Job(
                request.runId(),
                request.recipe(),
                dataset.map(ref -> String.valueOf(folder.data().getFileName())),
                policy.toString(),
                Optional.of(request.inputs().policy().modelVersionId()),
                reward.map(Path::toString),
                engine.map(Engine::name).orElse(OWN_FOLDER),
                models.toString(),
                request.seed(),
                engine.isPresent() ? worker.allThreads() : worker.threadsOf(request.recipe())));
        return true;
    }

    private static Optional<DatasetRef> dataset(RunRequested request) {
        return switch (request.recipe()) {
            case SftRecipe sft -> Optional.of(required(request));
            case RewardRecipe reward -> Optional.of(required(request));
            case PpoRecipe ppo -> Optional.of(required(request));
            case DpoRecipe dpo -> Optional.of(required(request));
            case KtoRecipe kto -> Optional.of(required(request));
            case GrpoRecipe grpo -> Optional.of(required(request));
            case BestOfNRecipe best -> Optional.of(required(request));
            case GenerateRecipe generate -> request.dataset();
            case ScoreRecipe score -> Optional.empty();
            case PretrainRecipe pretrain ->
                throw new RunRefused(
                        "unsupported-recipe",
                        "Pretraining reads plain text, not judgments: run it by the trainer's command line.");
        };
    }

    private static DatasetRef required(RunRequested request) {
        return request.dataset()
                .orElseThrow(() -> new RunRefused(
                        "no-dataset", "The run names no dataset. Freeze one and start the run with it."));
    }

    private Path checkpoint(ModelRef model) {
        Path folder = models.resolve(model.sha256());
        Path manifest = folder.resolve(CheckpointManifest.FILE);
        if (!Files.exists(manifest)) {
            throw new RunRefused(
                    "unknown-checkpoint",
                    "The checkpoint " + model.sha256() + " of model version " + model.modelVersionId()
                            + " is not in the trainer's folder of models. Do app and trainer mount the same folder? Copy it"
                            + " there, then start the run again.");
        }
        try {
            if (!Wire.sha256(Files.readAllBytes(manifest)).equals(model.sha256())) {
                throw damaged(model);
            }
        } catch (IOException e) {
            throw damaged(model);
        }
        return folder;
    }

    private static RunRefused damaged(ModelRef model) {
        return new RunRefused(
                "unreadable-checkpoint",
                "The checkpoint " + model.sha256() + " of model version " + model.modelVersionId()
                        + " was changed or can't be read. Restore its folder from a backup, then start the run again.");
    }
}
