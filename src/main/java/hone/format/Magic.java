package hone.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file is by its first bytes, where that is none of text. */
final class Magic {
    private static final int BYTES = 16;

    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("PK\3\4", "a zip archive (or a spreadsheet); unpack it, or save it as CSV, and send the file in it");
        OTHERS.put("PK\5\6", "an empty zip archive");
        OTHERS.put("\u0028\u00b5\u002f\u00fd", "packed with zstd; unpack it, or pack it with gzip");
        OTHERS.put("BZh", "packed with bzip2; unpack it, or pack it with gzip");
        OTHERS.put("\u00fd7zXZ", "packed with xz; unpack it, or pack it with gzip");
        OTHERS.put("7z\u00bc\u00af", "a 7-zip archive; unpack it and send the file in it");
        OTHERS.put("Rar!", "a RAR archive; unpack it and send the file in it");
        OTHERS.put("ARROW1", "an Arrow file; save its rows as Parquet or JSON lines");
        OTHERS.put("SQLite format 3", "an SQLite database; save its rows as JSON lines or CSV");
        OTHERS.put("%PDF", "a PDF");
        OTHERS.put("\u0089PNG", "a picture");
        OTHERS.put("\u00d0\u00cf\u0011\u00e0", "a spreadsheet or document of an old Office; save it as CSV");
        OTHERS.put(
                "version https://git-lfs",
                "a pointer of Git LFS and not the file itself; get the file with `git lfs pull`");
    }

    private Magic() {}

    static byte[] peek(InputStream in) throws IOException {
        in.mark(BYTES * 2);
        byte[] start = in.readNBytes(BYTES * 2);
        in.reset();
        return start;
    }

    static boolean isGzip(byte[] start) {
        return start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    }

    static boolean isParquet(byte[] start) {
        return latin(start).startsWith("PAR1");
    }

    /** @throws UnreadableFile when it is something else than rows of text, by its kind */
    static void refuseOthers(byte[] start) throws UnreadableFile {
        String signs = latin(start);
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (signs.startsWith(other.getKey())) {
                throw new UnreadableFile("it is " + other.getValue());
            }
        }
    }

    private static String latin(byte[] start) {
        return new String(start, StandardCharsets.ISO_8859_1);
    }
}
