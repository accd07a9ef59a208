package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Labeler;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule of the demo's PPO knows facts by how short their written answers are: that has to hold for the whole world. */
class DemoRecipesTest {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    @Test
    void whatPeopleWriteAboutFactsIsShortAndWhatTheyTellIsNot() {
        Prompts prompts = Prompts.draw(21);
        List<Prompt> all = Stream.concat(prompts.train().stream(), prompts.heldOut().stream())
                .toList();
        Dice dice = new Dice(3);

        assertThat(all).hasAtLeastOneElementOfType(Prompt.Fact.class).hasAtLeastOneElementOfType(Prompt.Story.class);
        for (Prompt prompt : all) {
            String text = dice.pick(Labeler.crew()).demonstrate(dice, prompt);
            int words = BLANKS.split(text).length;
            switch (prompt) {
                case Prompt.Fact fact -> assertThat(words).as(text).isLessThanOrEqualTo(DemoRecipes.FACT_WORDS_MAX);
                case Prompt.Story story -> assertThat(words).as(text).isGreaterThan(DemoRecipes.FACT_WORDS_MAX);
                case Prompt.Sum sum -> assertThat(text).contains(Integer.toString(sum.a() + sum.b()));
            }
        }
    }
}
