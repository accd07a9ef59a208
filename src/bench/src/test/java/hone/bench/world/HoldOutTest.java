package hone.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expected sides were worked out with zlib's CRC-32 in another language. */
class HoldOutTest {
    @Test
    void theSideIsTheBucketOfWhatIsAskedFor() {
        assertThat(HoldOut.story("Mira", "kite")).isTrue(); // bucket 19
        assertThat(HoldOut.story("Otto", "drum")).isFalse(); // bucket 21
        assertThat(HoldOut.sum(3, 4)).isTrue(); // bucket 10
        assertThat(HoldOut.sum(35, 27)).isFalse(); // bucket 68
    }

    @Test
    void theOrderOfASumDoesNotMatter() {
        for (int a = 0; a < 50; a++) {
            for (int b = 0; b < 50; b++) {
                assertThat(HoldOut.sum(a, b)).isEqualTo(HoldOut.sum(b, a));
            }
        }
    }

    @Test
    void aboutOneSumInEightIsHeldOut() {
        int heldOut = 0;
        for (int a = 0; a < 50; a++) {
            for (int b = a; b < 50; b++) {
                heldOut += HoldOut.sum(a, b) ? 1 : 0;
            }
        }

        assertThat(heldOut).isEqualTo(133);
    }
}
