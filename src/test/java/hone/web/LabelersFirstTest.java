package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import hone.web.BackgroundShare.Sort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LabelersFirstTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000); // it may run over, as System.nanoTime may
    private final List<Duration> rests = new ArrayList<>();
    private final LabelersFirst labelers = new LabelersFirst(clock::get, rests::add);

    @Test
    void withNobodyAtWorkNothingRests() throws InterruptedException {
        assertThat(labelers.giveWay(Duration.ofMillis(100))).isZero();

        assertThat(rests).isEmpty();
        assertThat(labelers.areAtWork()).isFalse();
    }

    @Test
    void besideAFewPeopleHalfOfTheTimeIsRest() throws InterruptedException {
        labelers.seen();

        assertThat(labelers.giveWay(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
        assertThat(rests).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void twoWorksAtOnceShareWhatThereIs() throws InterruptedException {
        labelers.seen();

        labelers.giveWay(Duration.ofMillis(100));
        labelers.giveWay(Duration.ofMillis(100));

        assertThat(rests).containsExactly(Duration.ofMillis(100), Duration.ofMillis(300));
    }

    @Test
    void noRestIsLongerThanACancelMayWait() throws InterruptedException {
        labelers.seen();

        labelers.giveWay(Duration.ofSeconds(30));

        assertThat(rests).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void whoIsSilentForTenSecondsIsReading() throws InterruptedException {
        labelers.seen();
        clock.addAndGet(9 * SECOND);
        labelers.giveWay(Duration.ofMillis(50));
        clock.addAndGet(SECOND);
        labelers.giveWay(Duration.ofMillis(50));

        assertThat(rests).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void aBodyRestsAfterEachMegabyteWhilePeopleLabelAndNotOtherwise() throws IOException {
        byte[] body = new byte[(3 << 20) + 17];

        assertThat(labelers.unhurried(new ByteArrayInputStream(body)).readAllBytes())
                .hasSize(body.length);
        assertThat(rests).isEmpty();

        labelers.seen();
        assertThat(labelers.unhurried(new ByteArrayInputStream(body)).readAllBytes())
                .hasSize(body.length);
        assertThat(rests).hasSize(3);
    }

    /** Requests take twice as long beside a piece. */
    @Test
    void besideManyPeopleWorkTakesNoMoreTimeThanTheyHardlyFeel() throws InterruptedException {
        World world = new World(200, 2);

        world.works(Duration.ofSeconds(20));
        world.forget();
        world.works(Duration.ofMinutes(2));

        assertThat(world.p95Ratio()).isLessThan(1.3);
        assertThat(world.workedShare()).isBetween(0.03, 0.07);
    }

    @Test
    void workThatNobodyFeelsTakesASmallPartOfTheTimeBesideMany() throws InterruptedException {
        World world = new World(200, 1);

        world.works(Duration.ofSeconds(20));
        world.forget();
        world.works(Duration.ofMinutes(2));

        assertThat(world.p95Ratio()).isBetween(0.9, 1.1);
        assertThat(world.workedShare()).isBetween(0.05, 0.07);
    }

    @Test
    void howeverMuchItIsFeltItComesToItsEndAndNineteenOfTwentyDoNotMeetIt() throws InterruptedException {
        World world = new World(200, 20);

        world.works(Duration.ofSeconds(20));
        world.forget();
        world.works(Duration.ofMinutes(2));

        assertThat(world.workedShare()).isBetween(0.02, 0.04);
        assertThat(world.p95Ratio()).isLessThan(1.6);
    }

    @Test
    void whatBeginsToBeFeltGivesWayWithinHalfAMinute() throws InterruptedException {
        World world = new World(200, 1);
        world.works(Duration.ofSeconds(30));

        world.slowdown = 4;
        world.works(Duration.ofSeconds(30));
        world.forget();
        world.works(Duration.ofSeconds(30));

        assertThat(world.workedShare()).isLessThan(0.12);
        assertThat(world.p95Ratio()).isLessThan(1.5);
    }

    @Test
    void theTimeWithinWhichNineteenOfTwentyWereAnsweredIsThatOfTheLastTenMinutes() {
        Undisturbed few = new Undisturbed();
        Undisturbed times = new Undisturbed();
        for (int i = 1; i < Undisturbed.REQUESTS_MIN; i++) {
            few.add(0, i * MILLISECOND);
        }
        for (int i = 1; i <= 1_000; i++) {
            times.add(0, i * MILLISECOND);
        }

        assertThat(few.p95(0)).isEmpty();
        assertThat(times.p95(0).orElseThrow()).isBetween(930 * MILLISECOND, 970 * MILLISECOND);
        for (int i = 0; i < 100; i++) {
            times.add(11 * 60 * SECOND, 20 * MILLISECOND);
        }
        assertThat(times.p95(11 * 60 * SECOND).orElseThrow()).isBetween(19 * MILLISECOND, 22 * MILLISECOND);
    }

    /**
     * People who label beside a work in pieces of 20 ms, on a clock of its own. What they ask for takes 10 ms, more or less (log-normal),
     * and a number of times longer while the work is at a piece.
     */
    private static final class World {
        private static final long PIECE = 20 * MILLISECOND;
        private static final double USUAL = 10 * MILLISECOND;
        private static final double SPREAD = 0.5;

        /** Nineteen of twenty: e to 1.645 standard deviations. */
        private static final double USUAL_P95 = USUAL * Math.exp(1.645 * SPREAD);

        private final AtomicLong clock = new AtomicLong();
        private final LabelersFirst labelers = new LabelersFirst(clock::get, rest -> pass(rest.toNanos(), 1));
        private final Random random = new Random(11);
        private final PriorityQueue<Asked> asked = new PriorityQueue<>(Comparator.comparingLong(Asked::answeredAt));
        private final List<Long> took = new ArrayList<>();
        private final double perSecond;
        private double slowdown;
        private long arrivesAt;
        private long workedNanos;
        private long sinceNanos;

        private record Asked(long answeredAt, long took) {}

        World(double perSecond, double slowdown) {
            this.perSecond = perSecond;
            this.slowdown = slowdown;
            pass(10 * SECOND, 1);
        }

        void works(Duration so) throws InterruptedException {
            for (long until = clock.get() + so.toNanos(); clock.get() < until; ) {
                pass(PIECE, slowdown);
                workedNanos += PIECE;
                labelers.giveWay(Duration.ofNanos(PIECE));
            }
        }

        void forget() {
            took.clear();
            workedNanos = 0;
            sinceNanos = clock.get();
        }

        double workedShare() {
            return workedNanos / (double) (clock.get() - sinceNanos);
        }

        double p95Ratio() {
            Collections.sort(took);
            return took.get((int) (took.size() * 0.95)) / USUAL_P95;
        }

        private void pass(long nanos, double slower) {
            long until = clock.get() + nanos;
            while (arrivesAt < until) {
                labelers.seen();
                long takes = (long) (USUAL * Math.exp(SPREAD * random.nextGaussian()) * slower);
                asked.add(new Asked(arrivesAt + takes, takes));
                arrivesAt += (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
            }
            while (!asked.isEmpty() && asked.peek().answeredAt() <= until) {
                Asked one = asked.remove();
                clock.set(one.answeredAt());
                took.add(one.took());
                labelers.answered(Sort.FORM, Duration.ofNanos(one.took()));
            }
            clock.set(until);
        }
    }
}
