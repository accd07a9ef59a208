package hone.training;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.LoraSettings;
import hone.contract.Recipe;
import hone.contract.SuitedRecipe;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.model.ModelFacts;
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
 * The recipe of a stage that nobody has set by hand: what suits the model that it starts from and the rows that it learns from, and
 * why. A model as small as the one that ships is trained by the recipes that were found for that one, and so is a model whose size
 * can't be told.
 */
@ApplicationScoped
public class SuitedSettings {
    private static final int MODELS_REMEMBERED_MAX = 1_000;

    private final Optional<Path> folder;
    private final StageModels models;
    private final ModelVersion.Repo versions;
    private final ModelFacts facts;
    private final Dataset.Repo datasets;
    /** By the address of a checkpoint, which never changes. */
    private final Recent<String, ModelSize> sizes = new Recent<>(MODELS_REMEMBERED_MAX);

    SuitedSettings(
            @ConfigProperty(name = "hone.models") Optional<String> folder,
            StageModels models,
            ModelVersion.Repo versions,
            ModelFacts facts,
            Dataset.Repo datasets) {
        this.folder = folder.map(Path::of);
        this.models = models;
        this.versions = versions;
        this.facts = facts;
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
     * What a page says of a stage's default.
     *
     * @param size of the model; empty where it can't be told
     * @param dataset whose rows were counted; empty in a project that has frozen none
     * @param rows that the stage would learn from, about: what is held out is not counted one by one
     * @param lines the settings that follow from the model and the rows; none where the small base model's are used
     */
    public record Suited(
            String model,
            Optional<ModelSize> size,
            Optional<Integer> dataset,
            long rows,
            Recipe recipe,
            List<Line> lines) {
        /** “135 million”. */
        public String parameters() {
            return size.map(known -> SuitedRecipe.counted(known.weights())).orElse("");
        }

        public int positions() {
            return size.map(ModelSize::positions).orElse(0);
        }

        /** For the field that says which texts are defaults. */
        public String text() {
            return RecipeText.of(recipe);
        }
    }

    /** For the rounds of a project; empty in one without any model. */
    public Optional<Suited> of(UUID project, Stage stage) {
        return models.policy(project, List.of(), stage).map(policy -> of(policy, datasets.newest(project), stage));
    }

    Suited of(ModelVersion policy, Optional<Dataset> dataset, Stage stage) {
        Optional<ModelSize> size = size(policy);
        long rows = dataset.map(one -> rows(one, stage)).orElse(0L);
        Optional<SuitedRecipe> derived = size.filter(SuitedSettings::isLarger)
                .map(known -> new SuitedRecipe(known.weights(), known.positions(), rows, Optional.empty()));
        Recipe recipe = derived.map(suited -> suited.of(stage.word())).orElseGet(() -> StageSettings.small(stage));
        JsonNode settings = Wire.mapper().valueToTree(recipe);
        List<Line> lines = derived.map(suited -> suited.reasons(stage.word())).orElse(List.of()).stream()
                .map(reason -> new Line(
                        reason.setting(), settings.path(reason.setting()).asText(), reason.why()))
                .toList();
        return new Suited(policy.name, size, dataset.map(one -> one.number), rows, recipe, lines);
    }

    /** The recipe of a stage for which nothing is set by hand. */
    Recipe usual(ModelVersion policy, Optional<Dataset> dataset, Stage stage) {
        return of(policy, dataset, stage).recipe();
    }

    /** The recipe that a button asks for, for the rounds of a project. */
    public Optional<Recipe> recipe(UUID project, Wish wish) {
        return models.policy(project, List.of(), wish.stage())
                .flatMap(policy -> recipe(policy, datasets.newest(project), wish));
    }

    /** Empty for an adapter of a model whose size can't be told. */
    Optional<Recipe> recipe(ModelVersion policy, Optional<Dataset> dataset, Wish wish) {
        if (wish.lora().isEmpty()) {
            return Optional.of(usual(policy, dataset, wish.stage()));
        }
        long rows = dataset.map(one -> rows(one, wish.stage())).orElse(0L);
        return size(policy)
                .map(known -> new SuitedRecipe(known.weights(), known.positions(), rows, wish.lora())
                        .of(wish.stage().word()));
    }

    private static boolean isLarger(ModelSize size) {
        return !SuitedRecipe.isSmall(size.weights());
    }

    /** As it was read when the model, or the base that it was trained from, was brought in; else from the files that lie here. */
    private Optional<ModelSize> size(ModelVersion model) {
        return facts.of(versions.root(model).id)
                .map(base -> new ModelSize(base.size().parameters(), base.contextTokens()))
                .or(() -> byFiles(model));
    }

    private Optional<ModelSize> byFiles(ModelVersion model) {
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
            case BEST_OF_N, PPO, GRPO, GENERATE, SCORE -> dataset.prompts();
        };
        return Math.round(all * (100 - dataset.heldOutPercent) / 100.0);
    }
}
