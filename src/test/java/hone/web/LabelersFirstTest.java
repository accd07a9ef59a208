package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
        assertThat(labelers.giveWay(Duration.ofMillis(100))).isZero();

        assertThat(rests).isEmpty();
    }

    @Test
    void besideOnePersonHalfOfTheTimeIsRest() throws InterruptedException {
        labelers.seen();

        assertThat(labelers.giveWay(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
        assertThat(rests).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void besideManyItIsNineteenTwentieths() throws InterruptedException {
        seen(1_000); // two hundred a second

        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).containsExactly(Duration.ofMillis(950));
    }

    @Test
    void inBetweenItGrowsWithTheirRequests() throws InterruptedException {
        seen(100);

        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).containsExactly(Duration.ofMillis(250));
    }

    @Test
    void noRestIsLongerThanACancelMayWait() throws InterruptedException {
        seen(1_000);

        labelers.giveWay(Duration.ofSeconds(30));

        assertThat(rests).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void whatWasSeenCountsForTheFiveSecondsAfterItsOwn() throws InterruptedException {
        seen(100);
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        labelers.giveWay(Duration.ofMillis(50));
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).containsExactly(Duration.ofMillis(250));
    }

    @Test
    void afterALongSilenceItGoesOnAtOnce() throws InterruptedException {
        seen(100);
        clock.addAndGet(Duration.ofMinutes(5).toNanos());
        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).isEmpty();
    }

    @Test
    void aBodyRestsAfterEachMegabyteWhilePeopleLabelAndNotOtherwise() throws IOException {
        byte[] body = new byte[(3 << 20) + 17];

        assertThat(labelers.unhurried(new ByteArrayInputStream(body)).readAllBytes())
                .hasSize(body.length);
        assertThat(rests).isEmpty();

        seen(100);
        assertThat(labelers.unhurried(new ByteArrayInputStream(body)).readAllBytes())
                .hasSize(body.length);
        assertThat(rests).containsExactly(Duration.ofMillis(25), Duration.ofMillis(25), Duration.ofMillis(25));
    }

    private void seen(int times) {
        for (int i = 0; i < times; i++) {
            labelers.seen();
        }
    }
}
