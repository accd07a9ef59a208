package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    private static List<String> marked(String run, String text) {
        return Occurrences.of(run, text).stream()
                .map(one -> text.substring(one.from(), one.to()))
                .toList();
    }

    @Test
    void aRunIsFoundWhateverStandsBetweenItsWordsAndHoweverTheyAreWritten() {
        assertThat(marked("amber moon", "The Amber, moon. An amber lamp; amber\nMOON!"))
                .containsExactly("Amber, moon", "amber\nMOON");
    }

    @Test
    void aCharacterThatNobodySeesIsFound() {
        assertThat(Occurrences.of("x U+200B y", "a x\u200By b")).containsExactly(new Occurrences.Stretch(2, 5));
    }

    @Test
    void partsOfLongerWordsAreNotFoundAndRunsDoNotOverlap() {
        assertThat(marked("moon", "moonlight moon")).containsExactly("moon");
        assertThat(marked("a a", "a a a")).containsExactly("a a");
        assertThat(marked("moon", "")).isEmpty();
    }

    @Test
    void whatComesAfterTheWordsThatTheScanReadsIsFoundToo() {
        assertThat(Occurrences.of("end", "word ".repeat(Grams.WORDS_MAX) + "end"))
                .hasSize(1);
    }
}
