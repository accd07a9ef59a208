package hone.export;

import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.OutputStream;

/** What writes the bytes of an export: the same ones for the same snapshot. */
interface ExportBody {
    void write(SqlSnapshot snapshot, OutputStream out, Progress progress) throws IOException, InterruptedException;

    /** Is told how far the export is, after each piece; and at the end, what it came to. */
    @FunctionalInterface
    interface Progress {
        void told(ExportReport soFar) throws IOException, InterruptedException;
    }
}
