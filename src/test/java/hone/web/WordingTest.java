package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "short, 20, short",
        "exactly ten, 11, exactly ten",
        "Tell a story about a kite, 14, Tell a story …",
        "Tell a story about a kite, 12, Tell a story …",
        "Donaudampfschiff, 8, Donaudam …",
        "a Donaudampfschifffahrt, 12, a Donaudampf …",
        "kite🪁, 5, kite …",
    })
    void aLongTextEndsBetweenWordsAndSaysThatItIsCut(String text, int length, String shown) {
        assertThat(Wording.shortened(text, length)).isEqualTo(shown);
    }

    @Test
    void aNumberThatIsNotCountedToItsEndSaysSo() {
        assertThat(Wording.counted(999)).isEqualTo("999");
        assertThat(Wording.counted(1_000)).isEqualTo("1\u202f000");
        assertThat(Wording.counted(1_001)).isEqualTo("1\u202f000+");
        assertThat(Wording.counted(31, 30)).isEqualTo("30+");
    }
}
