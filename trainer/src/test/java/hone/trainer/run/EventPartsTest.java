package hone.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventPartsTest {
    @Test
    void aPartHasAtMostSoManyItemsInTheirOrder() {
        assertThat(EventParts.of(List.of(), 2)).isEmpty();
        assertThat(EventParts.of(List.of(1, 2, 3, 4, 5), 2)).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    }

    /** Half of a record is 524,288 bytes; two texts of 262,142 signs and their quotes fill it. */
    @Test
    void aPartIsAtMostHalfOfARecordUnlessOneItemAloneIsLarger() {
        String half = "x".repeat(262_142);

        assertThat(EventParts.of(Collections.nCopies(5, half), 10))
                .extracting(List::size)
                .containsExactly(2, 2, 1);
        assertThat(EventParts.of(List.of(half, half + "x", "y"), 10))
                .extracting(List::size)
                .containsExactly(1, 2);
        assertThat(EventParts.of(List.of("y", half + half + half, "y"), 10))
                .extracting(List::size)
                .containsExactly(1, 1, 1);
    }
}
