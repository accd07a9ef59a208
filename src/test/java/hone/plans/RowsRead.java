package hone.plans;

import static org.awaitility.Awaitility.await;

import hone.devstack.history.WorkHistory;
import hone.outbox.OutboxRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What PostgreSQL read of the tables that grow while somebody did something; {@link CountedReads} must be counting.
 *
 * @param tables by name
 */
record RowsRead(String what, Map<String, Rows> tables) {
    /** For so long others may take to tell, and who has done nothing for so long has told. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    /** Those that a project's history fills, and those that other work fills. */
    private static final Set<String> GROWN = Stream.concat(
                    WorkHistory.TABLES.stream(),
                    Stream.of(
                            "review",
                            "disagreement",
                            "guideline_acknowledged",
                            "guideline_question",
                            "dataset_member",
                            "dataset_judgment",
                            "dataset_word",
                            "talk",
                            "talk_turn",
                            "import_refusal",
                            "gold_judgment",
                            "planned_repeat",
                            "repeat_judgment",
                            "pause",
                            "pause_appeal",
                            "quiz_try",
                            "quality_labeler",
                            "quality_told",
                            "notice",
                            "judgment_comment",
                            "judged_quarter",
                            "text_draft"))
            .collect(Collectors.toUnmodifiableSet());

    /** Rows of one table, read from end to end and by indexes (entries and what they lead to). */
    record Rows(long fromEndToEnd, long byIndex) {
        private Rows since(Rows earlier) {
            return new Rows(fromEndToEnd - earlier.fromEndToEnd, byIndex - earlier.byIndex);
        }
    }

    /** Something a person does. */
    interface Deed {
        void happen();
    }

    static RowsRead by(String what, Deed deed) throws SQLException, IOException {
        try (Connection database = database();
                Statement statement = database.createStatement()) {
            // What the relay reads is nobody's page: while PostgreSQL still keeps the entries of rows that were just
            // sent, it meets them all each time it looks, and may look several times meanwhile.
            statement.execute("select pg_advisory_lock(" + OutboxRelay.LOCK + ")");
            awaitAllTold(statement);
            Map<String, Rows> before = counts(database);
            deed.happen();
            Map<String, Rows> tables = new LinkedHashMap<>();
            counts(database)
                    .forEach((table, after) ->
                            tables.put(table, after.since(before.getOrDefault(table, new Rows(0, 0)))));
            RowsRead read = new RowsRead(what, tables);
            leaveForWhoeverMends("%7d %s".formatted(read.all(), what));
            return read;
        }
    }

    /**
     * A job that has just let go of its lock may still have to tell what it read before, which would be counted with what comes. A
     * connection that was not used for a while has told by itself, and one that is used for long is not waited for.
     */
    private static void awaitAllTold(Statement statement) {
        try {
            await().atMost(TELLING).until(() -> isAllTold(statement));
        } catch (ConditionTimeoutException e) {
            System.out.println("Somebody reads for long; what they tell meanwhile is counted too.");
        }
    }

    private static boolean isAllTold(Statement statement) throws SQLException {
        try (ResultSet busy = statement.executeQuery("""
                select count(*) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                  and state_change > now() - interval '%d seconds' and not (state = 'idle' and query = '%s')""".formatted(TELLING.toSeconds(), CountedReads.TOLD))) {
            return busy.next() && busy.getLong(1) == 0;
        }
    }

    /** Rows of one table, however they were read. */
    long of(String table) {
        Rows rows = tables.getOrDefault(table, new Rows(0, 0));
        return rows.fromEndToEnd() + rows.byIndex();
    }

    private long all() {
        return tables.values().stream()
                .mapToLong(rows -> rows.fromEndToEnd() + rows.byIndex())
                .sum();
    }

    /** @param readWhole tables that are meant to be read from end to end */
    List<String> wrongAbove(int rowsMax, Set<String> readWhole) {
        List<String> wrong = new ArrayList<>();
        tables.forEach((table, rows) -> {
            if (rows.fromEndToEnd() > 0 && !readWhole.contains(table)) {
                wrong.add("%s reads %s from end to end, %d rows".formatted(what, table, rows.fromEndToEnd()));
            }
            if (rows.byIndex() > rowsMax) {
                wrong.add("%s reads %d rows of %s".formatted(what, rows.byIndex(), table));
            }
        });
        if (all() > rowsMax) {
            wrong.add("%s reads %d rows, more than %d".formatted(what, all(), rowsMax));
        }
        return wrong;
    }

    private static Map<String, Rows> counts(Connection database) throws SQLException {
        Map<String, Rows> counts = new LinkedHashMap<>();
        try (Statement statement = database.createStatement()) {
            statement.execute("select pg_stat_clear_snapshot()");
            try (ResultSet rows = statement.executeQuery("""
                    select t.relname, t.seq_tup_read, coalesce(t.idx_tup_fetch, 0) +
                      (select coalesce(sum(i.idx_tup_read), 0) from pg_stat_user_indexes i where i.relid = t.relid)
                    from pg_stat_user_tables t""")) {
                while (rows.next()) {
                    if (GROWN.contains(rows.getString(1))) {
                        counts.put(rows.getString(1), new Rows(rows.getLong(2), rows.getLong(3)));
                    }
                }
            }
        }
        return counts;
    }

    static void leaveForWhoeverMends(String line) throws IOException {
        Files.writeString(
                Files.createDirectories(Path.of("target")).resolve("reads.txt"),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static Connection database() throws SQLException {
        var config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
    }
}
