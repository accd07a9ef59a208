package hone.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private final Prompts prompts = Prompts.draw(3);

    @Test
    void noHeldOutThingIsAskedInTraining() {
        assertThat(prompts.train()).noneMatch(Prompt::heldOut);
        assertThat(prompts.heldOut()).allMatch(Prompt::heldOut);
    }

    @Test
    void whatIsAskedForIsOnOneSideOnly() {
        Set<Object> trained = prompts.train().stream().map(PromptsTest::matter).collect(Collectors.toSet());

        assertThat(prompts.heldOut()).noneMatch(prompt -> trained.contains(matter(prompt)));
    }

    /** What a prompt is about whatever its words: written here a second time, apart from the rule under test. */
    private static Object matter(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Story story -> List.of(story.names().getFirst(), story.thing());
            case Prompt.Fact fact -> fact.person();
            case Prompt.Sum sum -> List.of(Math.min(sum.a(), sum.b()), Math.max(sum.a(), sum.b()));
        };
    }

    @Test
    void thereAreEnoughOfEachKindAndNoTextTwice() {
        assertThat(prompts.byText())
                .hasSize(prompts.train().size() + prompts.heldOut().size());
        assertThat(prompts.heldOut()).hasSizeBetween(480, 500);
        assertThat(prompts.train().stream().filter(Prompt.Story.class::isInstance))
                .hasSize(1600);
        assertThat(prompts.train().stream().filter(Prompt.Sum.class::isInstance))
                .hasSize(560);
        assertThat(prompts.train().stream().filter(Prompt.Fact.class::isInstance))
                .hasSizeBetween(200, 280);
    }

    @Test
    void someOfEachKindCanBeTaken() {
        List<Prompt> some = prompts.some(5, 3, 4);

        assertThat(some).hasSize(12).doesNotHaveDuplicates().isSubsetOf(prompts.train());
        assertThat(some).filteredOn(Prompt.Story.class::isInstance).hasSize(5);
        assertThat(some).filteredOn(Prompt.Fact.class::isInstance).hasSize(3);
    }

    @Test
    void aStoryPromptNamesWhomAndWhatTheAnswerMustMention() {
        assertThat(prompts.train()).filteredOn(Prompt.Story.class::isInstance).allSatisfy(prompt -> {
            Prompt.Story story = (Prompt.Story) prompt;
            assertThat(Lexicon.wordsOf(story.text())).containsAll(story.names()).contains(story.thing());
        });
    }

    @Test
    void noOneIsAskedBackwardsAboutWhatWasToldForwardsOnly() {
        assertThat(prompts.byText().values())
                .noneMatch(prompt -> prompt instanceof Prompt.Fact fact
                        && fact.about() == Prompt.About.CHILD
                        && !fact.person().toldBothWays());
    }
}
