package hone.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of RFC 4180 in UTF-8: cells between delimiters, in quotes where they hold a delimiter, a line end or a quote, which is
 * doubled. Delimiters and quotes are ASCII, so the bytes are looked at and not the characters.
 */
final class CsvRecords {
    private final FileBytes file;
    private final int delimiter;
    private final RowBytes cell = new RowBytes();

    CsvRecords(FileBytes file, char delimiter) {
        this.file = file;
        this.delimiter = delimiter;
    }

    /**
     * One record.
     *
     * @param line where it begins
     * @param cells as bytes
     * @param tooLong a part of it was skipped
     */
    record Cells(long line, List<byte[]> cells, int bytes, boolean tooLong) {
        boolean isBlank() {
            return cells.size() == 1 && cells.getFirst().length == 0;
        }
    }

    /** @throws UnreadableFile when the file ends within quotes */
    Optional<Cells> next() throws IOException {
        long line = file.line();
        int b = file.read();
        if (b < 0) {
            return Optional.empty();
        }
        List<byte[]> cells = new ArrayList<>();
        int bytes = 0;
        boolean tooLong = false;
        while (true) {
            cell.clear();
            int after = b == '"' ? quoted(line) : plain(b);
            tooLong |= cell.isTooLong() || bytes > Limits.ROW_BYTES_MAX || cells.size() == Limits.COLUMNS_MAX;
            bytes += cell.length();
            if (!tooLong) {
                cells.add(cell.copy());
            }
            if (after != delimiter) {
                if (after == '\r' && file.peek() == '\n') {
                    file.read();
                }
                return Optional.of(new Cells(line, cells, bytes, tooLong));
            }
            b = file.read();
        }
    }

    /** @return the sign after the cell: a delimiter, a line end, or -1 */
    private int plain(int first) throws IOException {
        int b = first;
        while (b >= 0 && b != delimiter && b != '\n' && b != '\r') {
            cell.add(b);
            b = file.read();
        }
        return b;
    }

    private int quoted(long line) throws IOException {
        while (true) {
            int b = file.read();
            if (b < 0) {
                throw new UnreadableFile(
                        "the record that begins in line " + line + " does not end: a quotation mark is open");
            }
            if (b != '"') {
                cell.add(b);
            } else if (file.peek() == '"') {
                cell.add(file.read());
            } else {
                // What follows a closing quote against the rules is kept as it is.
                return plain(file.read());
            }
        }
    }
}
