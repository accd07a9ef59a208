package hone.bench.demo;

import hone.bench.stack.RunningHone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the database says about rounds, runs and models: the demo acts through pages, and gets ids and hashes from here. */
final class Circle {
    private final RunningHone hone;
    private final String project;

    /** Of the demo project. */
    Circle(RunningHone hone) {
        this(hone, LabelerSession.PROJECT);
    }

    /** @param project its slug */
    Circle(RunningHone hone, String project) {
        this.hone = hone;
        this.project = project;
    }

    /** @param outcome empty while it runs */
    record Round(
            String id, int number, Optional<String> datasetId, Optional<String> outcome, Optional<String> reason) {}

    record Run(String id, String kind, long step, long steps, Optional<String> outcome, Optional<String> reason) {}

    record Model(String id, String name, String sha256) {}

    record Dataset(String id, int number, String sha256, long rows) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> all(String query, Reader<T> reader, String... parameters) throws SQLException {
        try (Connection database = hone.database();
                PreparedStatement statement = database.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    Optional<Round> newestRound() throws SQLException {
        return all(
                        "select rd.id, rd.number, rd.dataset_id, rd.outcome, rd.reason from round rd"
                                + " join project p on p.id = rd.project_id where p.slug = ? order by rd.number desc limit 1",
                        row -> new Round(row.getString(1), row.getInt(2), text(row, 3), text(row, 4), text(row, 5)),
                        project)
                .stream()
                .findFirst();
    }

    List<Run> runs(Round round) throws SQLException {
        return all(
                "select id, kind, coalesce(step, 0), coalesce(steps, 0), outcome, reason from run"
                        + " where round_id = ?::uuid order by number",
                row -> new Run(
                        row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), text(row, 5), text(row, 6)),
                round.id());
    }

    Optional<Dataset> dataset(String id) throws SQLException {
        return all(
                        "select id, number, sha256, rows from dataset where id = ?::uuid",
                        row -> new Dataset(row.getString(1), row.getInt(2), row.getString(3), row.getLong(4)),
                        id)
                .stream()
                .findFirst();
    }

    Optional<Model> modelOf(Run run) throws SQLException {
        return all(
                        "select id, name, sha256 from model_version where run_id = ?::uuid",
                        row -> new Model(row.getString(1), row.getString(2), row.getString(3)),
                        run.id())
                .stream()
                .findFirst();
    }

    /** A run of the newest round, by its kind. */
    Optional<Run> runOfNewestRound(String kind) throws SQLException {
        Optional<Round> round = newestRound();
        return round.isEmpty()
                ? Optional.empty()
                : runs(round.get()).stream()
                        .filter(run -> run.kind().equals(kind))
                        .findFirst();
    }

    long stepOfNewestRound(String kind) throws SQLException {
        return runOfNewestRound(kind).map(Run::step).orElse(0L);
    }

    boolean newestRoundEnded() throws SQLException {
        return newestRound().flatMap(Round::outcome).isPresent();
    }

    /** The last value that a run reported for a metric. */
    Optional<Double> lastMetric(Run run, String metric) throws SQLException {
        return all(
                        "select value from measurement where run_id = ?::uuid and split = 'train' and name = ?"
                                + " order by step desc limit 1",
                        row -> row.getDouble(1),
                        run.id(),
                        metric)
                .stream()
                .findFirst();
    }

    /** A value that a run reported. */
    record Value(String split, String name, double value) {}

    /** The last value of each metric. */
    List<Value> lastValues(Run run) throws SQLException {
        return all(
                "select distinct on (split, name) split, name, value from measurement where run_id = ?::uuid"
                        + " order by split, name, step desc",
                row -> new Value(row.getString(1), row.getString(2), row.getDouble(3)),
                run.id());
    }

    /** From the request to the end, in seconds. */
    double seconds(Run run) throws SQLException {
        return all(
                        "select extract(epoch from finished_at - requested_at) from run where id = ?::uuid",
                        row -> row.getDouble(1),
                        run.id())
                .getFirst();
    }

    long unfinishedRuns() throws SQLException {
        return count("select count(*) from run where finished_at is null");
    }

    Model current() throws SQLException {
        return all(
                        "select m.id, m.name, m.sha256 from current_model c join model_version m on m.id = c.model_version_id"
                                + " join project p on p.id = c.project_id where p.slug = ? order by c.sequence desc limit 1",
                        row -> new Model(row.getString(1), row.getString(2), row.getString(3)),
                        project)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the project has no current model"));
    }

    /** Whether the demo project has its model and its first tasks; both are created in parallel to the app's start. */
    boolean ready() throws SQLException {
        return count("select count(*) from current_model") > 0 && count("select count(*) from slot") > 0;
    }

    /** Free slots of tasks that ask about this model's answers. */
    long workAbout(Model model) throws SQLException {
        return count(
                "select count(*) from slot s where s.state = 'free' and exists (select 1 from task_answer t"
                        + " join answer a on a.id = t.answer_id where t.task_id = s.task_id and a.model_version_id = ?::uuid)",
                model.id());
    }

    long unsentEvents() throws SQLException {
        return count("select count(*) from outbox where sent_at is null");
    }

    /** How often a worker started again after the first time, across all runs. */
    long workerRestarts() throws SQLException {
        return count("select count(*) - count(distinct run_id) from run_event where kind = 'run.started'");
    }

    /** Dataset members whose prompt has this text. */
    long inDatasets(String promptText) throws SQLException {
        return count(
                "select count(*) from dataset_member d join prompt p on p.id = d.prompt_id"
                        + " where p.messages -> -1 ->> 'content' = ?",
                promptText);
    }

    private long count(String query, String... parameters) throws SQLException {
        return all(query, row -> row.getLong(1), parameters).getFirst();
    }

    /** Something that may not be true yet. */
    interface Fact {
        boolean holds() throws SQLException;
    }

    /**
     * Polls every half second until it holds. If PostgreSQL does not respond, since it may have been killed, the poll counts as
     * not holding.
     */
    static void await(String what, int secondsMax, Fact fact) throws SQLException, InterruptedException {
        for (int look = 0; look < 2 * secondsMax; look++) {
            try {
                if (fact.holds()) {
                    return;
                }
            } catch (SQLException e) {
                if (look == 2 * secondsMax - 1) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IllegalStateException("after " + secondsMax + " s still not: " + what);
    }
}
