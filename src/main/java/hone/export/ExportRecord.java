package hone.export;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import hone.contract.Wire;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** That something left a project: who took what, how it ended, and what the file does not hold. */
public record ExportRecord(
        UUID id,
        String what,
        Optional<Long> dataset,
        String format,
        String container,
        boolean names,
        Taken taken,
        State state,
        @JsonUnwrapped Size size,
        Optional<ExportReport> report) {

    /** Who took it, and when. */
    public record Taken(Optional<String> by, Instant beganAt, Optional<Instant> endedAt) {}

    /**
     * How much was sent.
     *
     * @param sha256 of all bytes; empty unless all were sent
     */
    public record Size(long judgments, long rows, long bytes, Optional<String> sha256) {}

    /** How an export ended. */
    enum Outcome {
        /** All of it. */
        SENT,
        /** Whoever asked for it hung up. */
        HUNG_UP,
        /** Whoever asked for it took nothing for too long. */
        STALLED,
        /** It took longer than exports may. */
        TIME,
        /** A mistake of ours, or a database that went away. */
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where an export is. */
    public enum State {
        WRITING("Being written", "line"),
        SENT("Sent", "good"),
        HUNG_UP("Hung up", "warn"),
        STALLED("Stalled", "warn"),
        TIME("Took too long", "warn"),
        FAILED("Failed", "bad"),
        /** Its writer died. */
        BROKEN_OFF("Broken off", "bad");

        private final String label;
        private final String tone;

        State(String label, String tone) {
            this.label = label;
            this.tone = tone;
        }

        public String label() {
            return label;
        }

        public String tone() {
            return tone;
        }

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What was exported, for a page. */
    @JsonIgnore
    public String title() {
        return switch (what) {
            case "dataset" -> "Dataset " + dataset.map(String::valueOf).orElse("");
            case "project" -> "The whole project";
            default -> "Judgments";
        };
    }

    /** How it ended, for whoever reads the page. */
    @JsonIgnore
    public String sentence() {
        return switch (state) {
            case WRITING -> "It is being sent; load this page again to see how far it is.";
            case SENT -> "All of it was sent. Whoever exports again, while nothing has changed, gets the same bytes.";
            case HUNG_UP -> "Whoever asked for it hung up before the end, so that file is not whole. Export again.";
            case STALLED -> "Whoever asked for it took nothing for too long and was hung up on. Export again.";
            case TIME -> "It took longer than exports may and was broken off. Export again over a faster connection.";
            case FAILED -> "It failed; the app's log says why. That file is not whole. Export again.";
            case BROKEN_OFF -> "The app ended while it was sending, so that file is not whole. Export again.";
        };
    }

    /** Of how many items something was left out. */
    @JsonIgnore
    public long lossCount() {
        return report.map(r -> r.hidden()
                        + r.leftOut().values().stream().mapToLong(n -> n).sum())
                .orElse(0L);
    }

    /** The records. */
    @ApplicationScoped
    public static class Repo {
        static final Duration LEASE = Duration.ofSeconds(30);
        private static final int LISTED = 50;
        private static final String READ = """
                select e.id, e.what, d.number, e.format, e.container, e.names, l.display_name, e.began_at, e.ended_at, e.outcome,
                  e.lease_until < now() as lost, e.items, e.rows, e.bytes, e.sha256, e.report
                from export e left join dataset d on d.id = e.dataset_id left join labeler l on l.id = e.asked_by
                """;

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        List<ExportRecord> of(UUID project) {
            return sql.list(
                    READ + "where e.project_id = ? order by e.id desc limit " + LISTED, ExportRecord::read, project);
        }

        /** Newest first. */
        public List<ExportRecord> before(UUID project, UUID id, int rows) {
            return sql.list(
                    READ + "where e.project_id = ? and e.id < ? order by e.id desc limit " + rows,
                    ExportRecord::read,
                    project,
                    id);
        }

        public ExportRecord of(UUID project, UUID id) {
            return sql.first(READ + "where e.project_id = ? and e.id = ?", ExportRecord::read, project, id)
                    .orElseThrow(() -> new NotFound("export " + id));
        }

        UUID begin(UUID project, ExportAsked asked, Optional<UUID> dataset, UUID by) {
            UUID id = Uuid7.next();
            sql.run(
                    """
                    insert into export (id, project_id, what, dataset_id, format, container, names, asked_by, began_at, lease_until)
                    values (?, ?, ?, ?, ?, ?, ?, ?, now(), now() + interval '30 seconds')""",
                    id,
                    project,
                    asked.what().wireName(),
                    dataset.orElse(null),
                    asked.format(),
                    asked.container(),
                    asked.people() == ExportAsked.People.BY_NAME,
                    by);
            return id;
        }

        void goesOn(UUID id, ExportReport soFar, long bytes) {
            sql.run(
                    "update export set items = ?, rows = ?, bytes = ?, lease_until = now() + interval '30 seconds' where id = ?",
                    soFar.judgments(),
                    soFar.rows(),
                    bytes,
                    id);
        }

        void end(UUID id, ExportReport report, ToClient sent, Outcome outcome) {
            sql.run(
                    """
                    update export set items = ?, rows = ?, bytes = ?, sha256 = ?, report = cast(? as jsonb), ended_at = now(), outcome = ?
                    where id = ?""",
                    report.judgments(),
                    report.rows(),
                    sent.bytes(),
                    outcome == Outcome.SENT ? sent.sha256() : null,
                    Wire.write(report),
                    outcome.wireName(),
                    id);
        }
    }

    private static ExportRecord read(Sql.Cells c) throws SQLException {
        return new ExportRecord(
                c.id("id"),
                c.text("what"),
                c.maybeNumber("number"),
                c.text("format"),
                c.text("container"),
                c.flag("names"),
                new Taken(c.maybeText("display_name"), c.time("began_at"), c.maybeTime("ended_at")),
                state(c.maybeText("outcome"), c.flag("lost")),
                new Size(c.number("items"), c.number("rows"), c.number("bytes"), c.maybeText("sha256")),
                c.maybeText("report").map(json -> Wire.read(json, ExportReport.class)));
    }

    private static State state(Optional<String> outcome, boolean lost) {
        if (outcome.isPresent()) {
            return State.valueOf(outcome.get().toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        return lost ? State.BROKEN_OFF : State.WRITING;
    }
}
