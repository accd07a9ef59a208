package hone.arrivals;

import hone.contract.ModelInspection;
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

/** A model on its way in, what was read of it, and how it ended. */
record Arrival(UUID id, State state, From from, Size size, Found found, Ended ended) {

    /**
     * Who brought it when.
     *
     * @param source the name of the folder or the tar
     */
    record From(String source, Optional<String> by, Instant at) {
        /** What to call the model. */
        public String name() {
            return SourceName.of(source);
        }
    }

    /** Empty as long as it is being read. */
    record Found(Optional<ModelInspection> inspection, Optional<String> sha256, List<String> leftOut) {}

    /**
     * @param model what it became here
     * @param sentence why it was refused or discarded
     */
    record Ended(Optional<String> model, String sentence) {}

    /** How far it is. */
    enum State {
        RECEIVING("Arriving", "line"),
        CHECKING("Being checked", "line"),
        /** It was read; somebody decides. */
        WAITING("Waits for you", "warn"),
        KEPT("Taken", "good"),
        REFUSED("Refused", "bad"),
        DISCARDED("Discarded", "line");

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

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** @param all empty where that is not known */
    record Size(long bytes, Optional<Long> all) {
        public Optional<Long> percent() {
            return all.filter(whole -> whole > 0).map(whole -> Math.min(100, 100 * bytes / whole));
        }

        public String text() {
            return InBytes.text(bytes)
                    + all.map(whole -> " of " + InBytes.text(whole)).orElse("");
        }
    }

    public boolean reading() {
        return state == State.RECEIVING || state == State.CHECKING;
    }

    public boolean waiting() {
        return state == State.WAITING;
    }

    public boolean kept() {
        return state == State.KEPT;
    }

    public boolean refused() {
        return state == State.REFUSED;
    }

    /** Reads and changes their rows. Whoever reads a model renews its lease; a lease that ran out is nobody's work any more. */
    @ApplicationScoped
    static class Repo {
        /** Forcing a large file to a slow disk takes its time, and says nothing meanwhile. */
        private static final Duration LEASE = Duration.ofMinutes(5);

        private static final String COLUMNS = """
                select a.id, a.source, a.state, l.display_name, a.began_at, a.bytes, a.bytes_all, a.inspection::text as inspection,
                       a.sha256, a.left_out, m.name as model, coalesce(a.sentence, '') as sentence,
                       a.ended_at is null and a.lease_until < now() as lost
                from arrival a left join labeler l on l.id = a.began_by left join model_version m on m.id = a.model_version_id
                """;
        private static final String LOST =
                "The app that was reading it has ended, so nothing of it was taken. Bring it again.";
        private static final String UNDECIDED = "Nobody decided about it in time, so it was discarded. Bring it again.";

        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        UUID begin(Optional<UUID> project, String source, UUID by, Optional<Long> bytesAll) {
            UUID id = Uuid7.next();
            Instant now = Instant.now();
            sql.run(
                    "insert into arrival (id, project_id, source, state, began_by, began_at, bytes_all, lease_until) "
                            + "values (?, ?, ?, 'receiving', ?, ?, ?, ?)",
                    id,
                    project.orElse(null),
                    source,
                    by,
                    now,
                    bytesAll.orElse(null),
                    now.plus(LEASE));
            return id;
        }

        /** @throws Stopped when somebody has cancelled it */
        void goesOn(UUID id, State state, long bytes) {
            boolean wanted = sql.first(
                            "update arrival set state = ?, bytes = ?, lease_until = ? where id = ? and ended_at is null "
                                    + "returning cancel_asked_at is null as wanted",
                            c -> c.flag("wanted"),
                            state.wireName(),
                            bytes,
                            Instant.now().plus(LEASE),
                            id)
                    .orElse(false);
            if (!wanted) {
                throw new Stopped();
            }
        }

        void read(UUID id, ReadModel.Read read, Instant until) {
            int changed = sql.run(
                    "update arrival set state = 'waiting', inspection = cast(? as jsonb), sha256 = ?, left_out = ?, "
                            + "lease_until = ? where id = ? and ended_at is null and cancel_asked_at is null",
                    Wire.write(read.inspection()),
                    read.sha256(),
                    read.leftOut().toArray(String[]::new),
                    until,
                    id);
            if (changed == 0) {
                throw new Stopped();
            }
        }

        /** Within the transaction that makes the model: only one decision counts. */
        boolean kept(UUID id, UUID model) {
            return sql.run(
                            "update arrival set state = 'kept', model_version_id = ?, ended_at = now() where id = ? and state = 'waiting'",
                            model,
                            id)
                    == 1;
        }

        void ended(UUID id, State state, String sentence) {
            sql.run(
                    "update arrival set state = ?, sentence = ?, ended_at = now() where id = ? and ended_at is null",
                    state.wireName(),
                    sentence,
                    id);
        }

        /** What waits is discarded at once; what is being read, by whoever reads it. */
        void cancel(UUID id) {
            sql.run("""
                    update arrival set cancel_asked_at = now(),
                      state = case when state = 'waiting' then 'discarded' else state end,
                      sentence = case when state = 'waiting' then 'It was discarded.' end,
                      ended_at = case when state = 'waiting' then now() end
                    where id = ? and ended_at is null""", id);
        }

        /** Ends those whose time ran out. */
        void endLost() {
            sql.run("""
                    update arrival set ended_at = now(), state = case when state = 'waiting' then 'discarded' else 'refused' end,
                      sentence = case when state = 'waiting' then ? else ? end
                    where ended_at is null and lease_until < now()""", UNDECIDED, LOST);
        }

        /** Whether its files may still be needed. */
        boolean isOpen(UUID id) {
            return sql.first("select id from arrival where id = ? and ended_at is null", c -> c.id("id"), id)
                    .isPresent();
        }

        Arrival of(UUID project, UUID id) {
            return sql.first(COLUMNS + "where a.id = ? and a.project_id = ?", Repo::row, id, project)
                    .orElseThrow(() -> new NotFound("arrival " + id));
        }

        /** The newest first. */
        List<Arrival> newest(UUID project) {
            return sql.list(COLUMNS + "where a.project_id = ? order by a.id desc limit 20", Repo::row, project);
        }

        String mark(UUID id) {
            return sql.first(
                            "select concat_ws(' ', state, bytes, cancel_asked_at, lease_until < now()) as mark from arrival where id = ?",
                            c -> c.text("mark"),
                            id)
                    .orElse("");
        }

        private static Arrival row(Sql.Cells c) throws SQLException {
            State state = State.of(c.text("state"));
            boolean lost = c.flag("lost");
            boolean undecided = lost && state == State.WAITING;
            return new Arrival(
                    c.id("id"),
                    undecided ? State.DISCARDED : lost ? State.REFUSED : state,
                    new From(c.text("source"), c.maybeText("display_name"), c.time("began_at")),
                    new Size(c.number("bytes"), c.maybeNumber("bytes_all")),
                    new Found(
                            c.maybeText("inspection").map(json -> Wire.read(json, ModelInspection.class)),
                            c.maybeText("sha256"),
                            c.texts("left_out")),
                    new Ended(c.maybeText("model"), undecided ? UNDECIDED : lost ? LOST : c.text("sentence")));
        }
    }
}
