package hone.web;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that sort by time: 48 bits of milliseconds, a 12-bit counter, then 62 random bits. Indexes on them grow at one end, and a
 * list by id is a list by age; for ids made by one process, even within a millisecond and after the clock was set back. Source:
 * RFC 9562, sections 5.7 and 6.2 (method 1; the counter overflows into the milliseconds).
 */
public final class Uuid7 {
    /** Milliseconds and counter of the newest id. */
    private static final AtomicLong NEWEST = new AtomicLong();

    private Uuid7() {}

    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long stamp = NEWEST.updateAndGet(newest -> Math.max(newest + 1, now));
        long high = (stamp >>> 12 << 16) | 0x7000L | (stamp & 0xfff);
        long low = (Bits.next() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Smaller than every id made at that time or later. */
    public static UUID from(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }

    /** Random bits, asked for many at a time: an import makes millions of ids. */
    private static final class Bits {
        private static final SecureRandom RANDOM = new SecureRandom();
        private static final ByteBuffer READY = ByteBuffer.allocate(1 << 12).limit(0);

        static synchronized long next() {
            if (!READY.hasRemaining()) {
                READY.clear();
                RANDOM.nextBytes(READY.array());
            }
            return READY.getLong();
        }
    }
}
