package hone.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A row of bytes as JSON, or why it is none. */
final class JsonRows {
    private JsonRows() {}

    static Row row(long number, RowBytes row) {
        byte[] bytes = row.copy();
        if (row.isTooLong()) {
            return broken(
                    number,
                    bytes,
                    new RefusedRow(
                            "A row is longer than " + (Limits.ROW_BYTES_MAX >> 20) + " MiB.",
                            "Only its beginning is kept here; shorten it in the file itself."));
        }
        try {
            JsonNode json = Json.STRICT.readTree(bytes);
            if (json instanceof ObjectNode fields) {
                return new Row.Named(number, bytes.length, fields, false, () -> shown(bytes));
            }
            return broken(number, bytes, new RefusedRow("Not a JSON object.", "A row is one object in braces."));
        } catch (JsonProcessingException e) {
            return broken(number, bytes, why(e));
        } catch (CharConversionException e) {
            return broken(number, bytes, notUtf8());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory were not read", e);
        }
    }

    private static RefusedRow why(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        if (message.startsWith("Duplicate field")) {
            return new RefusedRow("A field stands twice.", "The second one ends at character " + column + ".");
        }
        if (message.contains("UTF-8")) {
            return notUtf8();
        }
        if (message.contains("nesting depth")) {
            return new RefusedRow("Not JSON.", "It is nested deeper than anything that is read.");
        }
        return new RefusedRow(
                "Not JSON.",
                "Unreadable at character " + column
                        + "; often a line break inside a text, or an object over several lines.");
    }

    private static RefusedRow notUtf8() {
        return new RefusedRow("Not UTF-8.", "Save the file in that encoding.");
    }

    private static Row broken(long number, byte[] bytes, RefusedRow why) {
        return new Row.Broken(number, bytes.length, why, () -> shown(bytes));
    }

    private static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
