package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GramsTest {
    @Test
    void wordsAreSmallLettersWithoutPunctuation() {
        assertThat(Grams.words("  \"What\" is 27 + 35?\nÄrger—Don't… "))
                .containsExactly("what", "is", "27", "+", "35", "ärger", "don", "t");
        assertThat(Grams.words("")).isEmpty();
    }

    @Test
    void whatCannotBeSeenIsAWord() {
        assertThat(Grams.words("ho\u200Bne \u202Eabc\u00A0d\uE000 ☃"))
                .containsExactly("ho", "U+200B", "ne", "U+202E", "abc", "U+00A0", "d", "U+E000", "☃");
        assertThat(Grams.words("a \uD800 b")).containsExactly("a", "U+D800", "b");
    }

    @Test
    void runsHaveOneToThreeWordsAndStayInTheirText() {
        List<String> runs = new ArrayList<>();

        Grams.each(
                List.of("a b c d", "e"),
                (hash, words, from, to) -> runs.add(String.join(" ", words.subList(from, to))));

        assertThat(runs).containsExactlyInAnyOrder("a", "a b", "a b c", "b", "b c", "b c d", "c", "c d", "d", "e");
        assertThat(Grams.distinct(List.of("a b c d", "e", "a b"))).hasSize(10);
        assertThat(Grams.distinct(List.of("a b"))).isNotEqualTo(Grams.distinct(List.of("b a")));
    }

    @Test
    void aLongTextIsReadToItsLimit() {
        assertThat(Grams.words("x ".repeat(100_000))).hasSize(Grams.WORDS_MAX);
    }
}
