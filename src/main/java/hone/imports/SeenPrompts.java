package hone.imports;

/**
 * The prompts that a dry run has seen, as 64 bits of their hashes, so that a repeated prompt is counted once although nothing is
 * stored. Beyond a bound it remembers no further ones, and repetitions of those count again.
 */
final class SeenPrompts {
    private static final int SLOTS = 1 << 22;
    private static final int MAX = SLOTS / 2;

    private long[] slots = {};
    private int size;

    /** @return whether it was new */
    boolean add(String sha256) {
        if (slots.length == 0) {
            slots = new long[SLOTS];
        }
        long key = Long.parseUnsignedLong(sha256, 0, 16, 16) | 1;
        int slot = (int) (key >>> 20) & (SLOTS - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == key) {
                return false;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (size < MAX) {
            slots[slot] = key;
            size++;
        }
        return true;
    }
}
