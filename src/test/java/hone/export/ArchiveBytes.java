package hone.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Archives as somebody might hand them over who has changed something about them. */
final class ArchiveBytes {
    private ArchiveBytes() {}

    /** What becomes of an entry. */
    interface Change {
        byte[] of(byte[] old);
    }

    static byte[] changed(byte[] archive, String entry, Change change) throws IOException {
        Map<String, byte[]> entries = entries(archive);
        entries.computeIfPresent(entry, (name, old) -> change.of(old));
        return zipped(entries);
    }

    static byte[] without(byte[] archive, String entry) throws IOException {
        Map<String, byte[]> entries = entries(archive);
        entries.remove(entry);
        return zipped(entries);
    }

    static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }
}
