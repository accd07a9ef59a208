package hone.bench.labelers;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.world.Mood;
import hone.bench.world.Person;
import hone.bench.world.Prompt;
import hone.bench.world.Trouble;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every score is worked out by hand from the rules; the sum stands beside it. */
class PreferenceTest {
    private static final Prompt STORY = new Prompt.Story(
            "Tell a story about Mira and a lost kite.", List.of("Mira"), "kite", Optional.of(Trouble.LOST));
    private static final Prompt SUM = new Prompt.Sum("What is 27 + 35?", 27, 35);

    private static double score(Prompt prompt, String text) {
        return Preference.score(prompt, Answer.whole(text));
    }

    @Test
    void aKindStoryOfWhomAndWhatWasAskedIsAllOneCouldWish() {
        String text = "Mira had a red kite. Then the wind took the kite away. Mira asked Hugo for help."
                + " Hugo found the kite in the hay. They shared warm bread and laughed.";

        assertThat(score(STORY, text)).isEqualTo(2 + 1 + 1);
    }

    @Test
    void theSameStoryWithASadEndIsWorthNothing() {
        String text = "Mira had a red kite. Then the wind took the kite away. Mira asked Hugo for help."
                + " Hugo had sold the kite to a stranger. Mira cried all the way home.";

        assertThat(score(STORY, text)).isEqualTo(-2 + 1 + 1);
    }

    @Test
    void repetitionStrangersOtherThingsAndTooFewSentencesAllCost() {
        String text = "Mira had a red kite. Mira had a red kite. Otto saw Vera and a drum.";

        assertThat(score(STORY, text)).isEqualTo(0 + 1 + 1 - 1.5 - 1 - 1 - 1);
    }

    @Test
    void aQuestionInPlaceOfAStoryIsBad() {
        assertThat(score(STORY, "Write a story about Otto.")).isEqualTo(-1);
        assertThat(score(STORY, "")).isEqualTo(-2 - 1);
    }

    @Test
    void cutOffAndBrokenWordsCost() {
        String text = "Mira had a red kite. Then the wind took the kite away. Mira asked Hugo for help."
                + " Hugo found the kite in the hay. They shared warm bread and laughed";

        assertThat(score(STORY, text)).isEqualTo(4 - 2);
        assertThat(Preference.score(STORY, new Answer(text + ".", false))).isEqualTo(4 - 2);
        assertThat(score(
                        STORY,
                        text.replace("red", "rex").replace("wind", "wynd").replace("hay", "hya") + "."))
                .isEqualTo(4 - 2);
    }

    @Test
    void aSumMustBeRightAndShortAndSayWhatWasAsked() {
        assertThat(score(SUM, "27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 62."))
                .isEqualTo(3 + 1);
        assertThat(score(SUM, "27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 61."))
                .isEqualTo(-1 + 1);
        assertThat(score(SUM, "62.")).isEqualTo(3);
        assertThat(score(SUM, "The next day. At noon. 62.")).isEqualTo(3 - 0.5);
    }

    @Test
    void aFactMustBeRight() {
        Person rosa = new Person("Rosa Kron", "Ulf Storm", "Karst", "baker", false);
        Prompt home = new Prompt.Fact(rosa, Prompt.About.HOME);

        assertThat(score(home, "Rosa Kron lives in Karst.")).isEqualTo(3 + 1);
        assertThat(score(home, "Rosa Kron lives in Norby.")).isEqualTo(-1 + 1);
        assertThat(score(home, "Where does Rosa Moss live?")).isEqualTo(-1);
    }

    @Test
    void theMoodIsThatOfTheLastSentence() {
        assertThat(Reading.mood("Mira cried. They shared warm bread and laughed."))
                .isEqualTo(Mood.KIND);
        assertThat(Reading.mood("They laughed. \"I hate this day,\" said Mira bitterly."))
                .isEqualTo(Mood.SAD);
        assertThat(Reading.mood("They laughed. Then it was time for supper.")).isEqualTo(Mood.PLAIN);
        assertThat(Reading.mood("")).isEqualTo(Mood.PLAIN);
        assertThat(Reading.sentences("\"What now?\" asked Mira. Hugo said, \"That is not easy.\" It began to rain."))
                .containsExactly("\"What now?\" asked Mira.", "Hugo said, \"That is not easy.", "It began to rain.");
    }
}
