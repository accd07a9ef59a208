package hone.format;

import java.util.Arrays;

/** The bytes of one row while it is gathered. What goes beyond the limit is counted and not kept. */
final class RowBytes {
    private static final int FIRST_BYTES = 1 << 12;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private boolean tooLong;

    void add(byte[] from, int offset, int count) {
        int kept = Math.min(count, Limits.ROW_BYTES_MAX - length);
        tooLong |= kept < count;
        room(kept);
        System.arraycopy(from, offset, bytes, length, kept);
        length += kept;
    }

    void add(int b) {
        if (length == Limits.ROW_BYTES_MAX) {
            tooLong = true;
            return;
        }
        room(1);
        bytes[length++] = (byte) b;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(Limits.ROW_BYTES_MAX, bytes.length * 2)));
        }
    }

    int length() {
        return length;
    }

    boolean isTooLong() {
        return tooLong;
    }

    byte[] array() {
        return bytes;
    }

    /** Ready for the next row. What one huge row took is given back. */
    void clear() {
        length = 0;
        tooLong = false;
        if (bytes.length > (1 << 20)) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
