package hone.devstack.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A project of comparisons with a history, written by SQL: prompts, answers, tasks, slots, assignments, drafts, judgments and
 * sent outbox rows as the app would have left them over sixty days. The first tasks have all the judgments that were asked for;
 * the next ones only the first person's, who is that far ahead of everybody; the rest is free.
 *
 * @param slug of the new project
 * @param tasks in total
 * @param asked judgments per task
 * @param judged the oldest tasks, which have all their judgments
 * @param ahead the tasks after those, which only the first person has judged
 */
public record WorkHistory(String slug, int tasks, int asked, int judged, int ahead) {
    /** The kind of all its tasks. */
    public static final String KIND = "comparison";

    /** The tables to which it adds many rows. */
    public static final List<String> TABLES = List.of(
            "prompt",
            "answer",
            "task",
            "task_answer",
            "slot",
            "assignment",
            "assignment_answer",
            "draft",
            "judgment",
            "outbox",
            "member",
            "labeler");

    public WorkHistory {
        if (tasks < 1 || asked < 1 || judged < 0 || ahead < 0 || judged + ahead > tasks) {
            throw new IllegalArgumentException(
                    "there can't be such a history: %d tasks, %d judged, %d ahead".formatted(tasks, judged, ahead));
        }
    }

    public long judgments() {
        return (long) judged * asked + ahead;
    }

    /**
     * @param database the app's, already migrated; its rights suffice
     * @param usernames members of the project, who did all of it in turn; those that Hone does not know are added
     */
    public void fill(Connection database, List<String> usernames) throws IOException, SQLException {
        if (usernames.size() < asked) {
            throw new IllegalArgumentException(
                    usernames.size() + " people can't give " + asked + " judgments of one task");
        }
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("""
                    create temporary table history (
                        slug text, kind text, tasks int, asked int, judged int, ahead int, salt text, began bigint, step double precision)
                    on commit drop""");
            statement.execute(
                    "create temporary table history_person (place int primary key, username text, id uuid) on commit drop");
            describe(database);
            people(database, usernames);
            for (String part : parts()) {
                statement.execute(part);
            }
        }
        database.commit();
        database.setAutoCommit(true);
        try (Statement statement = database.createStatement()) {
            for (String table : TABLES) {
                statement.execute("vacuum (analyze) " + table);
            }
        }
    }

    private void describe(Connection database) throws SQLException {
        String salt = "%03x".formatted(ThreadLocalRandom.current().nextInt(0x1000));
        try (PreparedStatement row = database.prepareStatement("""
                insert into history
                select ?, ?, ?, ?, ?, ?, ?, (extract(epoch from now() - interval '60 days') * 1000)::bigint,
                    60 * 86400000.0 / greatest(?, 1)""")) {
            row.setString(1, slug);
            row.setString(2, KIND);
            row.setInt(3, tasks);
            row.setInt(4, asked);
            row.setInt(5, judged);
            row.setInt(6, ahead);
            row.setString(7, salt);
            row.setInt(8, judged + ahead + 1);
            row.execute();
        }
    }

    private static void people(Connection database, List<String> usernames) throws SQLException {
        try (PreparedStatement row =
                database.prepareStatement("insert into history_person (place, username) values (?, ?)")) {
            for (int place = 0; place < usernames.size(); place++) {
                row.setInt(1, place);
                row.setString(2, usernames.get(place));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    /** Statements, separated by lines that hold only a semicolon. */
    private static List<String> parts() throws IOException {
        try (InputStream script = WorkHistory.class.getResourceAsStream("/history/work.sql")) {
            if (script == null) {
                throw new IllegalStateException("devstack was built without history/work.sql");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n;\n"))
                    .filter(part -> !part.isBlank())
                    .toList();
        }
    }
}
