package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All large bodies share 12 MiB, however many callers send one at the same time. */
class BodiesTest {
    private static final int MIB = 1 << 20;
    private static final int SHARED_MIB = 12;

    private final Bodies bodies = new Bodies();

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatDoesNotFitBesideTheOthersIsToldToComeLaterAndSmallOnesAreReadAllTheSame() throws Exception {
        CountDownLatch arrived = new CountDownLatch(SHARED_MIB);
        CountDownLatch proceed = new CountDownLatch(1);
        List<Future<Integer>> slow = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SHARED_MIB; i++) {
                slow.add(callers.submit(() -> read(new Hesitating(arrived, proceed))));
            }
            try {
                arrived.await();

                assertBusy(() -> whole(MIB));
                assertBusy(() -> whole(MIB)); // the refused one has given back what it held
                assertThat(read(whole(10_000))).isEqualTo(10_000);
            } finally {
                proceed.countDown();
            }
        }

        for (Future<Integer> body : slow) {
            assertThat(body.get()).isEqualTo(MIB);
        }
        assertThat(read(whole(MIB))).as("there is room again").isEqualTo(MIB);
    }

    @Test
    void theRoomOfWhatIsRefusedOrBreaksOffIsGivenBack() throws IOException {
        for (int i = 0; i < 2 * SHARED_MIB; i++) {
            assertThatThrownBy(() -> read(whole(MIB + 1)))
                    .isInstanceOfSatisfying(
                            ApiError.class, e -> assertThat(e.status()).isEqualTo(413));
            assertThatThrownBy(() -> read(new ByteArrayInputStream(new byte[MIB])))
                    .isInstanceOfSatisfying(
                            ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
            assertThatThrownBy(() -> read(new BreakingOff())).isInstanceOf(IOException.class);
        }

        assertThat(read(whole(MIB))).isEqualTo(MIB);
    }

    private void assertBusy(Supplier<InputStream> body) {
        assertThatThrownBy(() -> read(body.get()))
                .isInstanceOfSatisfying(
                        ApiError.class, e -> assertThat(e.status()).isEqualTo(429))
                .hasMessageContaining("try again");
    }

    /** How many bytes the JSON had: its one field, and what stands around it. */
    private int read(InputStream body) throws IOException {
        return bodies.read(body, fields -> fields.text("x"), text -> text.length() + "{\"x\":\"\"}".length());
    }

    private static InputStream whole(int bytes) {
        String around = "{\"x\":\"\"}";
        return new ByteArrayInputStream(
                ("{\"x\":\"" + "y".repeat(bytes - around.length()) + "\"}").getBytes(StandardCharsets.US_ASCII));
    }

    /** All but the last byte comes at once. */
    private static final class Hesitating extends InputStream {
        private final InputStream bytes = whole(MIB);
        private final CountDownLatch arrived;
        private final CountDownLatch proceed;
        private int left = MIB;

        Hesitating(CountDownLatch arrived, CountDownLatch proceed) {
            this.arrived = arrived;
            this.proceed = proceed;
        }

        @Override
        public int read() {
            throw new AssertionError("it is read by blocks");
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            if (left == 1) {
                arrived.countDown();
                try {
                    proceed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            int read = bytes.read(into, at, left > 1 ? Math.min(most, left - 1) : most);
            left -= Math.max(0, read);
            return read;
        }
    }

    /** A caller who is gone after most of it. */
    private static final class BreakingOff extends InputStream {
        private int left = MIB - 1;

        @Override
        public int read() {
            throw new AssertionError("it is read by blocks");
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            if (left < most) {
                throw new IOException("connection reset");
            }
            left -= most;
            return most;
        }
    }
}
