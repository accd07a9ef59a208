package hone.training;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.LoraSettings;
import hone.contract.Recipe;
import hone.contract.SuitedRecipe;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.run.Stage;
import hone.web.Recent;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which settings suit the model that a stage starts from and the rows that it learns from, and why. They are offered, not used by
 * themselves: what a project trains with changes only when somebody saves it.
 */
@ApplicationScoped
public class SuitedSettings {
    private static final int MODELS_REMEMBERED_MAX = 1_000;

    private final Optional<Path> folder;
    private final StageModels models;
    private final Dataset.Repo datasets;
    /** By the address of a checkpoint, which never changes. */
    private final Recent<String, ModelSize> sizes = new Recent<>(MODELS_REMEMBERED_MAX);

    SuitedSettings(
            @ConfigProperty(name = "hone.models") Optional<String> folder, StageModels models, Dataset.Repo datasets) {
        this.folder = folder.map(Path::of);
        this.models = models;
        this.datasets = datasets;
    }

    /** What a button asks for: {@code sft}, or {@code sft-lora} for an adapter. */
    public record Wish(Stage stage, Optional<LoraSettings> lora) {
        private static final String LORA = "-lora";

        /** Empty for anything that no button says. */
        public static Optional<Wish> of(String word) {
            boolean adapter = word.endsWith(LORA);
            return Stage.training(adapter ? word.substring(0, word.length() - LORA.length()) : word)
                    .map(stage -> new Wish(stage, adapter ? Optional.of(SuitedRecipe.ADAPTER) : Optional.empty()));
        }
    }

    /** One setting, and why it is what it is. */
    public record Line(String setting, String value, String why) {}

    /**
     * @param dataset whose rows were counted; empty in a project that has frozen none
     * @param rows that the stage would learn from, about: what is held out is not counted one by one
     */
    public record Suited(
            String model, long weights, int positions, Optional<Integer> dataset, long rows, List<Line> lines) {}

    /** For the rounds of a project; empty if the model's files don't lie here. */
    public Optional<Suited> of(UUID project, Stage stage) {
        return models.policy(project, List.of(), stage).flatMap(policy -> of(policy, datasets.newest(project), stage));
    }

    Optional<Suited> of(ModelVersion policy, Optional<Dataset> dataset, Stage stage) {
        return recipeFor(policy, dataset, new Wish(stage, Optional.empty())).map(suited -> {
            JsonNode settings = Wire.mapper().valueToTree(suited.of(stage.word()));
            List<Line> lines = suited.reasons(stage.word()).stream()
                    .map(reason -> new Line(
                            reason.setting(), settings.path(reason.setting()).asText(), reason.why()))
                    .toList();
            return new Suited(
                    policy.name,
                    Math.round(suited.weights()),
                    suited.positions(),
                    dataset.map(one -> one.number),
                    suited.rows(),
                    lines);
        });
    }

    /** The recipe itself, for the rounds of a project. */
    public Optional<Recipe> recipe(UUID project, Wish wish) {
        return models.policy(project, List.of(), wish.stage())
                .flatMap(policy -> recipe(policy, datasets.newest(project), wish));
    }

    Optional<Recipe> recipe(ModelVersion policy, Optional<Dataset> dataset, Wish wish) {
        return recipeFor(policy, dataset, wish)
                .map(suited -> suited.of(wish.stage().word()));
    }

    private Optional<SuitedRecipe> recipeFor(ModelVersion policy, Optional<Dataset> dataset, Wish wish) {
        return size(policy)
                .map(size -> new SuitedRecipe(
                        size.weights(),
                        size.positions(),
                        dataset.map(one -> rows(one, wish.stage())).orElse(0L),
                        wish.lora()));
    }

    private Optional<ModelSize> size(ModelVersion model) {
        Optional<ModelSize> known = sizes.get(model.sha256);
        if (known.isPresent()) {
            return known;
        }
        Optional<ModelSize> read = folder.flatMap(all -> ModelSize.of(all, model.sha256));
        read.ifPresent(size -> sizes.put(model.sha256, size));
        return read;
    }

    private static long rows(Dataset dataset, Stage stage) {
        long all = switch (stage) {
            case SFT -> dataset.demonstrations();
            case KTO -> dataset.rated();
            case DPO, REWARD -> dataset.pairs();
            case PPO, GRPO, GENERATE -> dataset.prompts();
        };
        return Math.round(all * (100 - dataset.heldOutPercent) / 100.0);
    }
}
