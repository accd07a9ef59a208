package hone.conversation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a file, one at a time, whatever its size: memory is bounded by the longest line that is taken. A gzip file is
 * unpacked on the way.
 */
final class Lines implements AutoCloseable {
    private final InputStream in;
    private long read;
    private int number;

    private Lines(InputStream in) {
        this.in = in;
    }

    /** @param tooLong the rest of the line was skipped */
    record Line(int number, byte[] bytes, boolean tooLong) {
        /** Empty: not UTF-8. */
        Optional<String> text() {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }

        /** As far as it can be shown and stored. */
        String shown() {
            String text = new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
            return text.length() <= ImportLimits.REFUSED_CHARACTERS_MAX
                    ? text
                    : text.substring(0, ImportLimits.REFUSED_CHARACTERS_MAX);
        }
    }

    static Lines of(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, 1 << 16);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new Lines(packed ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in);
    }

    /** The next line that is not blank. */
    Optional<Line> next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            boolean tooLong = false;
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            number++;
            while (b >= 0 && b != '\n') {
                read++;
                if (read > ImportLimits.UNPACKED_BYTES_MAX) {
                    throw new IOException(
                            "unpacked, the file is larger than " + (ImportLimits.UNPACKED_BYTES_MAX >> 20) + " MB");
                }
                if (line.size() < ImportLimits.ROW_BYTES_MAX) {
                    line.write(b);
                } else {
                    tooLong = true;
                }
                b = in.read();
            }
            byte[] bytes = line.toByteArray();
            if (tooLong || !new String(bytes, StandardCharsets.UTF_8).isBlank()) {
                return Optional.of(new Line(number, bytes, tooLong));
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
