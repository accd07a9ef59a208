package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a segment keeps of its words is what a plain map of sets would keep. */
class PostingsTest {
    @Test
    void eachWordHasTheRowsThatHoldIt() {
        long seed = System.nanoTime();
        System.out.println("PostingsTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Postings postings = new Postings();
        SortedSet<Long> words = new TreeSet<>();
        Map<Long, SortedSet<Integer>> expected = new TreeMap<>();
        int row = 0;
        for (int i = 0; i < 400_000; i++) {
            row += random.nextInt(4) == 0 ? random.nextInt(100_000) / 1_000 * random.nextInt(9) : 0;
            // Some words come in nearly every row, most in one alone; and low bits alike, as bad hashes have.
            long word = random.nextInt(3) == 0 ? random.nextInt(20) : (long) random.nextInt(150_000) << 20;
            words.add(word);
            postings.add(row, word);
            expected.computeIfAbsent(word, w -> new TreeSet<>()).add(row);
        }

        Map<Long, SortedSet<Integer>> kept = new HashMap<>();
        SortedSet<Long> order = new TreeSet<>();
        postings.each((word, rows) -> {
            assertThat(order.isEmpty() || order.last() < word).isTrue();
            order.add(word);
            kept.put(
                    word,
                    new TreeSet<>(IntStream.of(Postings.rows(rows)).boxed().toList()));
        });

        assertThat(kept).as("seed %d", seed).isEqualTo(expected);
        assertThat(postings.count()).isEqualTo(words.size());
    }
}
