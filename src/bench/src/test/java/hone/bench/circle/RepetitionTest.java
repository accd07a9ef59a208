package hone.bench.circle;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.labelers.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void pairsOfNeighbouringWordsAreCountedOverAllAnswers() {
        // "a b", "b a", "a b" and "a b": four pairs, two of them different.
        assertThat(Repetition.distinct2(List.of(Answer.whole("a b a b"), Answer.whole("a b"))))
                .isEqualTo(2 / 4.0);
    }

    @Test
    void answersOfOneWordHaveNoPairs() {
        assertThat(Repetition.distinct2(List.of(Answer.whole("yes"), Answer.whole(""))))
                .isNaN();
    }
}
