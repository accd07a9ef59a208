package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LengthTest {
    @Test
    void wordsAreWhatBlanksDivide() {
        assertThat(Length.words("  Milo ate\n\ta pear. ")).isEqualTo(4);
        assertThat(Length.words(" ")).isZero();
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Length.median(List.of(9, 1, 4))).isEqualTo(4);
        assertThat(Length.median(List.of(9, 1, 4, 2))).isEqualTo(3);
    }
}
