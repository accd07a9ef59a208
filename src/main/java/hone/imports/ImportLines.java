package hone.imports;

import hone.contract.Wire;
import hone.web.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports the progress of an import as JSON lines to the program that sent it and waits. The last line is the report. */
final class ImportLines implements ImportPrompts.Caller {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final UUID id;
    private final Sql sql;
    private final OutputStream out;
    private final AtomicBoolean gone;
    private Instant said = Instant.EPOCH;

    /** @param gone becomes true when the program hangs up; a failed write shows it too */
    ImportLines(UUID id, Sql sql, OutputStream out, AtomicBoolean gone) {
        this.id = id;
        this.sql = sql;
        this.out = out;
        this.gone = gone;
    }

    /** The progress so far. */
    record SoFar(UUID reading, int linesRead, int promptsNew, int documentsNew, int refused, int percent) {}

    @Override
    public boolean isGone() {
        return gone.get();
    }

    @Override
    public void progressed() {
        if (Instant.now().isBefore(said.plus(BETWEEN))) {
            return;
        }
        said = Instant.now();
        sql.first(
                        """
                        select lines_read, prompts_new, documents_new, refused, 100 * bytes_read / greatest(bytes_all, 1) as percent
                        from import_batch where id = ?""",
                        c -> new SoFar(
                                id,
                                (int) c.number("lines_read"),
                                (int) c.number("prompts_new"),
                                (int) c.number("documents_new"),
                                (int) c.number("refused"),
                                (int) c.number("percent")),
                        id)
                .ifPresent(this::say);
    }

    void end(ImportReport report) {
        say(report);
    }

    private void say(Object line) {
        try {
            out.write((Wire.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            gone.set(true);
        }
    }
}
