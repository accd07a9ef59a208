package hone.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A large body that rests while it is read, for the sake of people who label: received at full speed, a file of gigabytes takes a processor
 * for many seconds, before any of its rows is.
 */
final class UnhurriedInput extends FilterInputStream {
    private static final int PIECE_BYTES = 1 << 20;

    /** About the processors' time that a piece takes here and at its sender; how long it was waited for says nothing of that. */
    private static final Duration PIECE_TAKES = Duration.ofMillis(5);

    private final LabelersFirst labelers;
    private int sinceRest;

    UnhurriedInput(InputStream body, LabelersFirst labelers) {
        super(body);
        this.labelers = labelers;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        took(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        took(Math.max(0, n));
        return n;
    }

    private void took(int bytes) throws IOException {
        sinceRest += bytes;
        while (sinceRest >= PIECE_BYTES) {
            sinceRest -= PIECE_BYTES;
            try {
                labelers.giveWay(PIECE_TAKES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Hone was stopped while a file arrived");
            }
        }
    }
}
