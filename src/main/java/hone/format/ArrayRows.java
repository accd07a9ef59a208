package hone.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a file that is one JSON array, each as the bytes it is written in, so that a refused one can be given back as
 * it was. It only tells where an element ends; whether it is JSON is seen when it is read. Line breaks between tokens become
 * blanks: a row is one line from here on.
 */
final class ArrayRows implements Rows {
    private final FileBytes file;
    private final RowBytes element = new RowBytes();
    private int number;
    private boolean begun;
    private boolean ended;

    ArrayRows(FileBytes file) {
        this.file = file;
    }

    @Override
    public Container container() {
        return Container.JSON_ARRAY;
    }

    @Override
    public Optional<Row> next() throws IOException {
        if (!begun) {
            begun = true;
            afterBlanks(); // the opening bracket
        }
        int b = ended ? -1 : afterBlanks();
        while (b == ',') {
            b = afterBlanks();
        }
        if (b == ']') {
            ended = true;
            if (afterBlanks() >= 0) {
                throw new UnreadableFile("after the end of the list, in line " + file.line() + ", something follows");
            }
        }
        if (ended) {
            return Optional.empty();
        }
        if (b < 0) {
            throw cutOff();
        }
        gather(b);
        number++;
        return Optional.of(JsonRows.row(number, element));
    }

    private static UnreadableFile cutOff() {
        return new UnreadableFile("the list does not end; the file may have been cut off");
    }

    private void gather(int first) throws IOException {
        element.clear();
        boolean inText = false;
        boolean escaped = false;
        int depth = 0;
        int b = first;
        while (true) {
            if (b < 0) {
                throw cutOff();
            }
            element.add(!inText && (b == '\n' || b == '\r') ? ' ' : b);
            if (inText) {
                inText = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inText = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            if (depth <= 0 && !inText && endsHere()) {
                return;
            }
            b = file.read();
        }
    }

    /** Outside of everything nested an element goes up to the next comma or the end of the list. */
    private boolean endsHere() throws IOException {
        int sign = file.peek();
        return sign < 0 || sign == ',' || sign == ']';
    }

    private int afterBlanks() throws IOException {
        int b = file.read();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            b = file.read();
        }
        return b;
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
