package hone.web;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Ids that sort by time: 48 bits of milliseconds, then 74 random bits. Indexes on them grow at one end, and a list by id is a
 * list by age. Source: RFC 9562, section 5.7.
 */
public final class Uuid7 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Uuid7() {}

    public static UUID next() {
        long high = (System.currentTimeMillis() << 16) | 0x7000L | RANDOM.nextInt(1 << 12);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
