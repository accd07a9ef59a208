package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        DistinctRuns distinct = new DistinctRuns();
        assertThat(distinct.of(List.of("a b c d", "e", "a b"))).hasSize(10);
        assertThat(distinct.of(List.of("a b"))).isNotEqualTo(distinct.of(List.of("b a")));
    }

    /** One reads words, the other hashes characters where they stand. */
    @Test
    void bothWaysOfReadingFindTheSameRuns() {
        List<String> texts = List.of(
                "  \"What\" is 27 + 35?\nÄrger—Don't… İstanbul ẞ ΣΑΣ e\u0301te",
                "ho\u200Bne \u202Eabc\u00A0d\uE000 ☃ a \uD800 b\u0000 x\uD83D\uDE00y",
                "word ".repeat(500),
                "",
                "ends ASCII",
                "ends höh");
        DistinctRuns distinct = new DistinctRuns();

        for (String text : texts) {
            Set<Long> read = new HashSet<>();
            Grams.each(List.of(text), (hash, words, from, to) -> read.add(hash));

            assertThat(distinct.of(List.of(text)))
                    .as(text)
                    .containsExactlyInAnyOrder(
                            read.stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Test
    void aLongTextIsReadToItsLimit() {
        assertThat(Grams.words("x ".repeat(100_000))).hasSize(Grams.WORDS_MAX);
    }
}
