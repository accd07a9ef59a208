package hone.bench.data;

import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import hone.contract.DatasetRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the bench writes and reads past the app: a project, the past of its tasks, a model; and where a dataset lies. */
final class Rows {
    private static final List<String> FILLED = List.of(
            "prompt",
            "answer",
            "task",
            "task_answer",
            "slot",
            "assignment",
            "assignment_answer",
            "judgment",
            "dataset_member",
            "dataset_judgment");

    private final RunningHone hone;

    Rows(RunningHone hone) {
        this.hone = hone;
    }

    /** Statements of a resource, parted by lines that hold a semicolon alone, in one transaction; ? is the project. */
    void write(String script, String slug) throws IOException, SQLException {
        long began = System.nanoTime();
        try (Connection database = hone.database()) {
            database.setAutoCommit(false);
            for (String part : parts(script)) {
                try (PreparedStatement statement = database.prepareStatement(part)) {
                    if (statement.getParameterMetaData().getParameterCount() > 0) {
                        statement.setString(1, slug);
                    }
                    statement.execute();
                }
            }
            database.commit();
        }
        Figures.log("  %s in %.1f s", script, Program.since(began));
    }

    private static List<String> parts(String script) throws IOException {
        try (InputStream in = Rows.class.getResourceAsStream("/data/" + script)) {
            if (in == null) {
                throw new IllegalStateException("the bench was built without " + script);
            }
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n;\n"))
                    .filter(part -> !part.isBlank())
                    .toList();
        }
    }

    /** As autovacuum would have done by and by. */
    void settle() throws SQLException {
        try (Connection database = hone.database();
                Statement statement = database.createStatement()) {
            for (String table : FILLED) {
                statement.execute("vacuum (analyze) " + table);
            }
        }
        hone.checkpoint();
    }

    long number(String sql, String slug) throws SQLException {
        return Long.parseLong(texts(sql, slug).getFirst());
    }

    List<String> texts(String sql, String slug) throws SQLException {
        try (Connection database = hone.database();
                PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setString(1, slug);
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    /** Where the project's newest dataset lies on its topic, once it is there. */
    Optional<DatasetRef> published(String slug) throws SQLException {
        try (Connection database = hone.database();
                PreparedStatement statement = database.prepareStatement("""
                        select d.id, b.attempt, b.partition, b.first_offset, b.last_offset, d.rows, d.sha256
                        from project p join dataset d on d.project_id = p.id join dataset_publication b on b.dataset_id = d.id
                        where p.slug = ? and b.finished_at is not null order by d.number desc, b.attempt desc limit 1""")) {
            statement.setString(1, slug);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new DatasetRef(
                                row.getString(1),
                                row.getInt(2),
                                row.getInt(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getString(7)))
                        : Optional.empty();
            }
        }
    }
}
