package hone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void aBurstOfAMinutesWorthPassesAndThenOneRequestASecond() {
        RateLimits.Bucket bucket = new RateLimits.Bucket(60, clock::get);

        for (int i = 0; i < 60; i++) {
            assertThat(bucket.take().granted()).isTrue();
        }
        assertThat(bucket.take()).isEqualTo(new RateLimits.Bucket.Turn(false, 0, 1));
        clock.addAndGet(SECOND);
        assertThat(bucket.take().granted()).isTrue();
        assertThat(bucket.take().granted()).isFalse();
    }

    @Test
    void whoWaitsAMinuteHasAllAgainAndNoMore() {
        RateLimits.Bucket bucket = new RateLimits.Bucket(10, clock::get);
        for (int i = 0; i < 10; i++) {
            bucket.take();
        }

        clock.addAndGet(600 * SECOND);

        assertThat(bucket.take().left()).isEqualTo(9);
    }

    @Test
    void whoIsRefusedIsToldWhenToComeAgain() {
        RateLimits.Bucket bucket = new RateLimits.Bucket(6, clock::get);
        for (int i = 0; i < 6; i++) {
            bucket.take();
        }

        assertThat(bucket.take().secondsToNext()).isEqualTo(10);
    }
}
