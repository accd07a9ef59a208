package hone.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rows of a file, one at a time, whatever its size: memory is bounded by the longest row that is taken. A row is a line; in
 * a file that is one JSON array a row is an element of it.
 */
final class Lines implements AutoCloseable {
    /** What stands above each line in a file of refused lines, so that the file can be imported as it is. */
    private static final Pattern REASON = Pattern.compile("# line [0-9]+: .*", Pattern.DOTALL);

    private final FileBytes file;
    private final Optional<ArrayElements> elements;

    private Lines(FileBytes file, Optional<ArrayElements> elements) {
        this.file = file;
        this.elements = elements;
    }

    /**
     * @param number of the line in the file, or of the element in the array, from 1
     * @param tooLong the rest of it was skipped
     */
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

    static Lines of(InputStream stream) throws IOException {
        FileBytes file = FileBytes.of(stream);
        return new Lines(file, file.firstSign() == '[' ? Optional.of(new ArrayElements(file)) : Optional.empty());
    }

    /** The next row that holds something. */
    Optional<Line> next() throws IOException {
        return elements.isPresent() ? elements.get().next() : nextLine();
    }

    /** How many bytes of the file as it was sent, which has {@code all}. */
    long bytesRead(long all) {
        return file.read(all);
    }

    private Optional<Line> nextLine() throws IOException {
        while (true) {
            int number = file.line();
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            boolean tooLong = false;
            int b = file.read();
            if (b < 0) {
                return Optional.empty();
            }
            while (b >= 0 && b != '\n') {
                if (line.size() < ImportLimits.ROW_BYTES_MAX) {
                    line.write(b);
                } else {
                    tooLong = true;
                }
                b = file.read();
            }
            byte[] bytes = line.toByteArray();
            if (tooLong || holdsSomething(new String(bytes, StandardCharsets.UTF_8))) {
                return Optional.of(new Line(number, bytes, tooLong));
            }
        }
    }

    private static boolean holdsSomething(String line) {
        return !line.isBlank() && !REASON.matcher(line).matches();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
