package hone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import hone.contract.Recipe;
import hone.run.Stage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pages say of settings that a recipe's text does not show. */
class OptionalSettingsTest {
    @Test
    void everySettingThatARecipeCanDoWithoutIsExplainedAndItsExampleCanBeTyped() {
        List<Stage> training =
                Arrays.stream(Stage.values()).filter(Stage::trains).toList();
        assertThat(training).isNotEmpty();

        for (Stage stage : training) {
            Recipe small = StageSettings.small(stage);
            List<OptionalSettings.Option> options = OptionalSettings.options(stage);
            assertThat(options)
                    .extracting(OptionalSettings.Option::name)
                    .containsExactlyInAnyOrderElementsOf(small.mayBeAbsent());
            for (OptionalSettings.Option option : options) {
                String typed = "{\"" + option.name() + "\": " + option.example() + "}";
                assertThatCode(() -> RecipeText.over(small, typed))
                        .as(stage + " " + typed)
                        .doesNotThrowAnyException();
            }
        }
    }
}
