package hone.bench.world;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What is never asked in training. It is the subject of a question that is held out, not its wording: a person with a thing, a
 * person's facts, the unordered pair of a sum. The rule is a bucket of CRC-32, so that it works without a list and in any
 * language.
 */
public final class HoldOut {
    private HoldOut() {}

    static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** From 0 to 99. */
    public static int bucket(String text) {
        return (int) (crc(text) % 100);
    }

    public static boolean story(String name, String thing) {
        return bucket(name + " " + thing) < 20;
    }

    public static boolean factsOf(Person person) {
        return bucket("fact " + person.name()) < 25;
    }

    /** The pair counts, not its order: a model that has seen 27 + 35 knows 35 + 27. */
    public static boolean sum(int a, int b) {
        return bucket("sum " + Math.min(a, b) + " " + Math.max(a, b)) < 12;
    }
}
