package hone.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON lines. */
final class LineRows implements Rows {
    /** What stands above each row in a file of refused rows, so that the file can be imported as it is. */
    private static final Pattern REASON = Pattern.compile("# line [0-9]+: .*", Pattern.DOTALL);

    private final FileBytes file;
    private final RowBytes line = new RowBytes();

    LineRows(FileBytes file) {
        this.file = file;
    }

    @Override
    public Container container() {
        return Container.JSON_LINES;
    }

    @Override
    public Optional<Row> next() throws IOException {
        while (true) {
            line.clear();
            long number = file.line();
            if (!file.readLine(line)) {
                return Optional.empty();
            }
            if (!line.isBlank() && !isReason()) {
                return Optional.of(JsonRows.row(number, line));
            }
        }
    }

    private boolean isReason() {
        return line.array()[0] == '#'
                && REASON.matcher(new String(line.array(), 0, line.length(), StandardCharsets.UTF_8))
                        .matches();
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public List<String> remarks() {
        return file.remarks();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
