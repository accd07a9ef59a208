package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Answer;
import hone.bench.world.Person;
import hone.bench.world.Prompt;
import hone.evaluation.WinRate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutComparisonTest {
    private static final Prompt SUM = new Prompt.Sum("What is 7 + 5?", 7, 5);
    private static final Answer RIGHT = Answer.whole("7 + 5 = 12.");
    private static final Answer WRONG = Answer.whole("7 + 5 = 13.");

    @Test
    void theBetterSideWinsWhereverItStandsAndTiesAreHalves() {
        List<Prompt> prompts = Collections.nCopies(40, SUM);
        List<Answer> right = Collections.nCopies(40, RIGHT);
        List<Answer> wrong = Collections.nCopies(40, WRONG);

        assertThat(HeldOutComparison.of(prompts, right, wrong, 1).rate().value())
                .isEqualTo(1);
        assertThat(HeldOutComparison.of(prompts, wrong, right, 1).rate().value())
                .isEqualTo(0);
        assertThat(HeldOutComparison.of(prompts, right, right, 1).rate().value())
                .isEqualTo(0.5);
    }

    @Test
    void severalAnswersToAPromptCountAsOnePrompt() {
        HeldOutComparison twice = HeldOutComparison.of(
                List.of(SUM, SUM), List.of(RIGHT, RIGHT, RIGHT, WRONG), List.of(WRONG, WRONG, RIGHT, RIGHT), 1);

        assertThat(twice.rate().value()).isEqualTo(((1 + 1) / 2.0 + (0.5 + 0) / 2) / 2);
        assertThat(twice.rate().prompts()).isEqualTo(2);
    }

    @Test
    void eachKindOfPromptHasItsOwnRate() {
        Prompt fact = new Prompt.Fact(Person.all().getFirst(), Prompt.About.MOTHER);
        HeldOutComparison mixed = HeldOutComparison.of(
                List.of(SUM, SUM, fact), List.of(RIGHT, WRONG, WRONG), List.of(WRONG, WRONG, WRONG), 1);

        assertThat(mixed.rate().value()).isEqualTo(2 / 3.0);
        assertThat(mixed.ratesByKind().values()).extracting(WinRate::value).containsExactly(0.5, 0.75);
        assertThat(mixed.ratesByKind()).containsOnlyKeys("facts", "sums");
    }

    @Test
    void aProfileCountsEachKindOfPromptByItself() {
        AnswerProfile profile = AnswerProfile.of(List.of(SUM, SUM), List.of(RIGHT, WRONG));

        assertThat(profile.sumsRight()).isEqualTo(0.5);
        assertThat(profile.factsRight()).isNaN();
        assertThat(profile.score()).isEqualTo((4 + 0) / 2.0);
        assertThat(profile.medianWords()).isEqualTo(5);
    }
}
