package hone.run;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the trainer is asked to do, in the order in which a round asks for it. */
public enum Stage {
    /** Fine-tune on written answers. */
    SFT("SFT"),
    /** Learn from ratings of single answers, without a reward model. */
    KTO("KTO"),
    /** Learn from pairs, without a reward model. */
    DPO("DPO"),
    /** Learn from pairs what people prefer. */
    REWARD("Reward model"),
    /** Learn the best of several answers of the policy. */
    BEST_OF_N("Best of n"),
    /** Move the policy towards what the reward model scores highly. */
    PPO("PPO"),
    /** Compare answers to the same prompt with each other, by a reward model's score or by a rule. */
    GRPO("GRPO"),
    /** Sample answers of the newest policy: the next tasks. */
    GENERATE("Generate"),
    /** What a reward model says of answers that are there: no part of a round. */
    SCORE("Score answers");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    static Stage of(Recipe recipe) {
        return switch (recipe) {
            case SftRecipe sft -> SFT;
            case RewardRecipe reward -> REWARD;
            case PpoRecipe ppo -> PPO;
            case GenerateRecipe generate -> GENERATE;
            case ScoreRecipe score -> SCORE;
            case DpoRecipe dpo -> DPO;
            case KtoRecipe kto -> KTO;
            case GrpoRecipe grpo -> GRPO;
            case BestOfNRecipe best -> BEST_OF_N;
            case PretrainRecipe pretrain ->
                throw new IllegalArgumentException("pretraining has no run of the app; it is done on the command line");
        };
    }

    /** In the database, in addresses and in names of models, as the kind of its recipe: {@code sft}, {@code best-of-n}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** Whether a project's rounds take it as long as nobody has said what they take. */
    public boolean isUsual() {
        return switch (this) {
            case SFT, REWARD, PPO, GENERATE -> true;
            case KTO, DPO, BEST_OF_N, GRPO, SCORE -> false;
        };
    }

    /** Whether what it makes is a policy, not a scorer. */
    public boolean makesPolicy() {
        return trains() && this != REWARD;
    }

    /** Whether the trainer reports its losses on held-out rows row by row, so that two of its evaluations can be compared. */
    public boolean hasLossesOfRows() {
        return switch (this) {
            case SFT, KTO, BEST_OF_N -> true;
            case DPO, REWARD, PPO, GRPO, GENERATE, SCORE -> false;
        };
    }

    /** Whether it trains a model on a dataset. */
    public boolean trains() {
        return this != GENERATE && this != SCORE;
    }

    public boolean isSampling() {
        return this == GENERATE;
    }

    public boolean isScoring() {
        return this == SCORE;
    }

    /** Those that a round may take, in its order. */
    public static List<Stage> ofRounds() {
        return Arrays.stream(values()).filter(stage -> !stage.isScoring()).toList();
    }

    public static Stage of(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no stage " + word));
    }

    public static List<Stage> training() {
        return Arrays.stream(values()).filter(Stage::trains).toList();
    }

    /** A stage that trains, by its word; empty for anything else in an address or a form. */
    public static Optional<Stage> training(String word) {
        return training().stream().filter(stage -> stage.word().equals(word)).findFirst();
    }

    /** Stores it in a column. */
    @Converter
    public static class Column implements AttributeConverter<Stage, String> {
        @Override
        public String convertToDatabaseColumn(Stage stage) {
            return stage.word();
        }

        @Override
        public Stage convertToEntityAttribute(String word) {
            return Stage.of(word);
        }
    }
}
