package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Text without any structure: what stands between blank lines is a row with the one field {@code text}. */
final class TextRows implements Rows {
    private final FileBytes file;
    private final RowBytes line = new RowBytes();
    private final RowBytes paragraph = new RowBytes();

    TextRows(FileBytes file) {
        this.file = file;
    }

    @Override
    public Container container() {
        return Container.TEXT;
    }

    @Override
    public Optional<Row> next() throws IOException {
        paragraph.clear();
        long number = file.line();
        while (true) {
            line.clear();
            long here = file.line();
            boolean more = file.readLine(line);
            if (more && !line.isBlank()) {
                if (paragraph.length() == 0) {
                    number = here;
                } else {
                    paragraph.add('\n');
                }
                paragraph.add(line.array(), 0, line.length());
            } else if (paragraph.length() > 0) {
                return Optional.of(row(number));
            } else if (!more) {
                return Optional.empty();
            }
        }
    }

    private Row row(long number) {
        byte[] bytes = paragraph.copy();
        if (paragraph.isTooLong()) {
            return broken(
                    number,
                    bytes,
                    new RefusedRow(
                            "A paragraph is longer than " + (Limits.ROW_BYTES_MAX >> 20) + " MiB.",
                            "Put blank lines between texts."));
        }
        try {
            ObjectNode fields = Json.NODES.objectNode();
            fields.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
            return new Row.Named(number, bytes.length, fields, false, fields::toString);
        } catch (CharacterCodingException e) {
            return broken(number, bytes, new RefusedRow("Not UTF-8.", "Save the file in that encoding."));
        }
    }

    private static Row broken(long number, byte[] bytes, RefusedRow why) {
        return new Row.Broken(
                number,
                bytes.length,
                why,
                () -> Json.NODES
                        .textNode(new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD'))
                        .toString());
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
