package hone.gold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoldTaskTest {
    private static boolean doubtful(long good, long found) {
        return new GoldTask.People(20, 3, good, found).isDoubting();
    }

    @Test
    void itIsDoubtfulOnceMostOfFourPeopleWhoUsuallyFindGoldMissIt() {
        assertThat(doubtful(4, 1)).isTrue();
        assertThat(doubtful(4, 2)).isFalse();
        assertThat(doubtful(5, 2)).isTrue();
        assertThat(doubtful(3, 0)).as("too few").isFalse();
        assertThat(doubtful(0, 0)).isFalse();
    }
}
