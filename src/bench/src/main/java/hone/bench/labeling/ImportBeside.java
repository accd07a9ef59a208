package hone.bench.labeling;

import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Imports a file of prompts with two answers each while people label; closing ends the import where it is. */
final class ImportBeside implements AutoCloseable {
    private static final String ANSWER = "It is one of the many answers of this file, long enough to be read. ";

    private final RunningHone hone;
    private final Load load;
    private final Path file;
    private final Process command;
    private final long began = System.nanoTime();

    private ImportBeside(RunningHone hone, Load load, Path file, Process command) {
        this.hone = hone;
        this.load = load;
        this.file = file;
        this.command = command;
    }

    static ImportBeside begin(RunningHone hone, Load load) throws IOException {
        Path file = Files.createTempFile("hone-rows-", ".jsonl");
        try (BufferedWriter rows = Files.newBufferedWriter(file)) {
            String answer = ANSWER.repeat(load.answerCharacters() / ANSWER.length() + 1);
            for (int i = 0; i < load.imported(); i++) {
                rows.write("{\"prompt\": \"What is question " + i + " about?\", \"answers\": [\"");
                rows.write(answer, 0, load.answerCharacters());
                rows.write(i + "\", \"");
                rows.write(answer, 0, load.answerCharacters());
                rows.write((-i - 1) + "\"]}\n");
            }
        }
        return new ImportBeside(hone, load, file, hone.command("import", file.toString(), "--project", load.slug()));
    }

    @Override
    public void close() throws IOException, SQLException, InterruptedException {
        boolean running = command.isAlive();
        double seconds = (System.nanoTime() - began) / 1e9;
        Stored stored = stored();
        Figures.log(
                "%s: %d rows imported within %.0f s of sending and %.0f s of storing, %.0f a second; the import %s",
                load.caseName(),
                stored.rows(),
                seconds - stored.seconds(),
                stored.seconds(),
                stored.rows() / Math.max(1, stored.seconds()),
                running ? "was going on" : "had ended");
        command.toHandle().destroy();
        command.waitFor();
        Files.delete(file);
    }

    /** @param seconds since the file had arrived; 0 while it is being sent */
    private record Stored(long rows, double seconds) {}

    private Stored stored() throws SQLException {
        try (Connection database = hone.database();
                PreparedStatement statement = database.prepareStatement("""
                        select coalesce(sum(b.lines_read), 0),
                          coalesce(extract(epoch from coalesce(max(b.ended_at), clock_timestamp()) - min(b.imported_at)), 0)
                        from import_batch b join project p on p.id = b.project_id where p.slug = ?""")) {
            statement.setString(1, load.slug());
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return new Stored(found.getLong(1), found.getDouble(2));
            }
        }
    }
}
