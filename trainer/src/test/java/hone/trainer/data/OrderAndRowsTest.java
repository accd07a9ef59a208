package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderAndRowsTest {
    @Test
    void everyEpochShowsEverythingOnceInAnOrderOfItsOwn() {
        ShuffledOrder order = new ShuffledOrder(50, 9);

        List<Integer> first =
                java.util.stream.LongStream.range(0, 50).mapToObj(order::at).toList();
        List<Integer> second =
                java.util.stream.LongStream.range(50, 100).mapToObj(order::at).toList();

        Set<Integer> all = new HashSet<>(first);
        assertThat(all).hasSize(50);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    @Test
    void aPlaceHoldsTheSameThingForWhoeverComesThereFirst() {
        ShuffledOrder walked = new ShuffledOrder(50, 9);
        for (int place = 0; place < 130; place++) {
            walked.at(place);
        }

        assertThat(new ShuffledOrder(50, 9).at(130)).isEqualTo(walked.at(130));
        assertThat(new ShuffledOrder(50, 10).at(130)).isNotEqualTo(-1);
    }

    @Test
    void labelsStandAtTheirOwnPlaceAndArePredictedOnePlaceBefore() {
        // Two rows, by hand: the answer of the first is 7 8, of the second 9; 0 is padding.
        TokenRows rows = TokenRows.rightPadded(
                List.of(
                        new TokenRows.Row(new int[] {4, 5, 7, 8}, new boolean[] {false, false, true, true}, 1),
                        new TokenRows.Row(new int[] {6, 9}, new boolean[] {false, true}, 0.5f)),
                0);

        assertThat(rows.ids()).containsExactly(4, 5, 7, 8, 6, 9, 0, 0);
        assertThat(rows.labels()).containsExactly(-100, -100, 7, 8, -100, 9, -100, -100);
        assertThat(rows.labelCount()).isEqualTo(3);
        assertThat(rows.targets().positions()).containsExactly(1, 2, 4);
        assertThat(rows.targets().labels()).containsExactly(7, 8, 9);
        assertThat(rows.targets().weights()).containsExactly(1f, 1f, 0.5f);
    }

    @Test
    void aLabelWithNothingBeforeItIsNotLearned() {
        TokenRows rows = TokenRows.rightPadded(List.of(TokenRows.Row.whole(new int[] {4, 5, 6})), 0);

        assertThat(rows.labelCount()).isEqualTo(2);
        assertThat(rows.targets().labels()).containsExactly(5, 6);
    }
}
