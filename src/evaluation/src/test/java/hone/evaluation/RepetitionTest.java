package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void pairsOfNeighbouringWordsAreCountedOverAllAnswers() {
        // "a b", "b a", "a b" and "a b": four pairs, two of them different.
        assertThat(Repetition.distinct2(List.of("a b a b", "a b"))).isEqualTo(2 / 4.0);
    }

    @Test
    void answersOfOneWordHaveNoPairs() {
        assertThat(Repetition.distinct2(List.of("yes", ""))).isNaN();
    }
}
