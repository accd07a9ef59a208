package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Uuid7Test {
    @Test
    void aListByIdIsAListByAgeWithinOneMillisecondToo() {
        List<UUID> ids = Stream.generate(Uuid7::next).limit(20_000).toList();

        assertThat(ids).isSortedAccordingTo(Uuid7Test::asTextSorts).doesNotHaveDuplicates();
    }

    @Test
    void eachSaysItsVersionItsVariantAndTheTime() {
        long before = System.currentTimeMillis();
        UUID id = Uuid7.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        // Whoever makes more than 4,096 in a millisecond runs ahead of the clock a little.
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis() + 1_000);
    }

    @Test
    void threadsNeverMakeTheSame() {
        ConcurrentSkipListSet<UUID> ids = new ConcurrentSkipListSet<>();

        IntStream.range(0, 20_000).parallel().forEach(i -> ids.add(Uuid7.next()));

        assertThat(ids).hasSize(20_000);
    }

    /** PostgreSQL sorts ids by their bytes, as their text sorts; {@link UUID#compareTo} has signs. */
    private static int asTextSorts(UUID one, UUID other) {
        return one.toString().compareTo(other.toString());
    }
}
