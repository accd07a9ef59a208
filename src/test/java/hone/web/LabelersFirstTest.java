package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LabelersFirstTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000); // it may run over, as System.nanoTime may
    private final List<Duration> rests = new ArrayList<>();
    private final LabelersFirst labelers = new LabelersFirst(clock::get, rests::add);

    @Test
    void withNobodyAtWorkNothingRests() throws InterruptedException {
        labelers.giveWay(Duration.ofMillis(100));

        assertThat(rests).isEmpty();
    }

    @Test
    void whileSomebodyLabelsAPieceIsFollowedByARestOfNineTimesItsLength() throws InterruptedException {
        labelers.seen();
        labelers.giveWay(Duration.ofMillis(100));
        clock.addAndGet(Duration.ofMillis(4_999).toNanos());
        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).containsExactly(Duration.ofMillis(900), Duration.ofMillis(450));
    }

    @Test
    void noRestIsLongerThanACancelMayWait() throws InterruptedException {
        labelers.seen();
        labelers.giveWay(Duration.ofSeconds(30));

        assertThat(rests).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void fiveSecondsAfterTheLastOfThemItGoesOnAtOnce() throws InterruptedException {
        labelers.seen();
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        labelers.giveWay(Duration.ofMillis(100));

        assertThat(rests).isEmpty();
    }
}
