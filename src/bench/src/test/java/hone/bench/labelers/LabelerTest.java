package hone.bench.labelers;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelerTest {
    private static final Labeler CLEAR = new Labeler("clear", 0, 0, 0);
    private final Prompts prompts = Prompts.draw(1);

    @Test
    void whatALabelerWritesIsAGoodAnswerToTheQuestion() {
        Dice dice = new Dice(11);

        for (Prompt prompt : prompts.train()) {
            String written = CLEAR.demonstrate(dice, prompt);
            // A sad end costs four of the four; nothing else may be wrong with a demonstration.
            double worst = prompt instanceof Prompt.Story ? 0 : 4;
            assertThat(Preference.score(prompt, Answer.whole(written)))
                    .as(written)
                    .isBetween(worst, 4.0);
        }
    }

    @Test
    void sixInTenWrittenStoriesEndKindly() {
        Dice dice = new Dice(12);
        List<Prompt> stories =
                prompts.train().stream().filter(Prompt.Story.class::isInstance).toList();

        long kind = stories.stream()
                .filter(story -> Preference.endsKindly(CLEAR.demonstrate(dice, story)))
                .count();

        // 1,600 stories: the standard error is 0.012.
        assertThat((double) kind / stories.size()).isBetween(0.56, 0.64);
    }

    @Test
    void aCorrectionIsGoodAndAGoodAnswerIsLeftAlone() {
        Dice dice = new Dice(13);

        for (Prompt prompt : prompts.train().subList(0, 500)) {
            Answer draft = Answer.whole(CLEAR.demonstrate(dice, prompt));
            Optional<String> corrected = CLEAR.correct(dice, prompt, draft);
            if (Preference.score(prompt, draft) >= 3.5) {
                assertThat(corrected).isEmpty();
            } else {
                assertThat(Preference.score(prompt, Answer.whole(corrected.orElseThrow())))
                        .as("%s mended to %s", draft.text(), corrected)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void withoutErrorsTheBetterAnswerIsChosenOnEitherSide() {
        Dice dice = new Dice(14);
        Prompt sum = new Prompt.Sum("What is 27 + 35?", 27, 35);
        Answer right = Answer.whole("27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 62.");
        Answer wrong = Answer.whole("27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 61.");
        Answer nonsense = Answer.whole("What is 3 + 4?");

        assertThat(CLEAR.compare(dice, sum, right, wrong)).isEqualTo(Choice.LEFT_MUCH);
        assertThat(CLEAR.compare(dice, sum, wrong, right)).isEqualTo(Choice.RIGHT_MUCH);
        assertThat(CLEAR.compare(dice, sum, right, right)).isEqualTo(Choice.TIE);
        assertThat(CLEAR.compare(dice, sum, wrong, nonsense)).isEqualTo(Choice.LEFT_SLIGHTLY);
        assertThat(CLEAR.compare(dice, sum, nonsense, nonsense)).isEqualTo(Choice.BOTH_BAD);
        assertThat(CLEAR.rank(dice, sum, List.of(wrong, right, nonsense, right)))
                .containsExactly(2, 1, 3, 1);
    }

    @Test
    void theCrewErrsInAboutFifteenOfAHundred() {
        Dice dice = new Dice(15);
        Prompt sum = new Prompt.Sum("What is 27 + 35?", 27, 35);
        Answer right = Answer.whole("27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 62.");
        Answer wrong = Answer.whole("27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 61.");

        for (Labeler labeler : Labeler.crew()) {
            int errors = 0;
            for (int i = 0; i < 4000; i++) {
                errors += labeler.compare(dice, sum, wrong, right).left() ? 1 : 0;
            }
            assertThat(errors / 4000.0).as(labeler.name()).isBetween(0.13, 0.17);
        }
    }

    @Test
    void oneLeansLeftAndOneLikesLength() {
        Dice dice = new Dice(16);
        Prompt sum = new Prompt.Sum("What is 7 + 5?", 7, 5);
        Answer brief = Answer.whole("7 + 5 = 12.");
        Answer wordy = Answer.whole("7 + 5 = 12. After that the miller and the baker went home and the sun went down.");
        Labeler leaning = new Labeler("leaning", 0, 1, 0);
        Labeler fond = new Labeler("fond", 0, 0, 0.05);

        assertThat(leaning.compare(dice, sum, brief, brief)).isEqualTo(Choice.LEFT_SLIGHTLY);
        assertThat(fond.compare(dice, sum, brief, wordy)).isEqualTo(Choice.RIGHT_SLIGHTLY);
    }
}
