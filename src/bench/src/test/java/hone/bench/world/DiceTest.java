package hone.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiceTest {
    /** The first numbers of SplitMix64 from seed 1234567, as published with its reference implementations. */
    @Test
    void rollsTheNumbersOfSplitMix64() {
        Dice dice = new Dice(1234567);

        assertThat(List.of(dice.next(), dice.next(), dice.next()))
                .containsExactly(
                        6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"));
    }

    @Test
    void everyNumberComesAboutAsOftenAsAnyOther() {
        Dice dice = new Dice(5);
        int[] seen = new int[7];

        for (int i = 0; i < 70_000; i++) {
            seen[dice.below(7)]++;
        }

        assertThat(Arrays.stream(seen).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500));
    }
}
