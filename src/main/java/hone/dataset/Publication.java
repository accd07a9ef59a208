package hone.dataset;

import hone.contract.DatasetRef;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One attempt to publish a dataset. Unfinished ones stay as a record; their messages are never read. */
public record Publication(int attempt, Instant startedAt, Optional<Place> place) {
    /** How long an attempt counts as running after its publisher's last sign of life. */
    static final Duration LEASE = Duration.ofSeconds(10);

    /** “data” as bytes; see the outbox relay's. Held for as long as it takes to look and begin. */
    static final long LOCK = 0x64617461L;

    /** The offsets of the attempt's records, both inclusive. */
    public record Place(int partition, long first, long last, Instant finishedAt) {}

    /**
     * What a publisher has seen of a dataset's attempts before it begins one.
     *
     * @param newest 0 if there is none
     * @param finished the newest that was sent whole, but is no longer there; 0 if there is none
     */
    record Known(int newest, int finished) {}

    @ApplicationScoped
    public static class Repo {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        public List<Publication> of(UUID dataset) {
            return sql.list(
                    """
                    select attempt, started_at, finished_at, partition, first_offset, last_offset
                    from dataset_publication where dataset_id = ? order by attempt desc""",
                    c -> new Publication(
                            (int) c.number("attempt"),
                            c.time("started_at"),
                            c.maybeTime("finished_at").isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new Place(
                                            (int) c.number("partition"),
                                            c.number("first_offset"),
                                            c.number("last_offset"),
                                            c.time("finished_at")))),
                    dataset);
        }

        Optional<DatasetRef> finished(Dataset dataset) {
            return of(dataset.id).stream()
                    .filter(p -> p.place().isPresent())
                    .findFirst()
                    .map(p -> new DatasetRef(
                            dataset.id.toString(),
                            p.attempt(),
                            p.place().orElseThrow().partition(),
                            p.place().orElseThrow().first(),
                            p.place().orElseThrow().last(),
                            dataset.rows,
                            dataset.sha256));
        }

        /** The number of the newest attempt, 0 if there is none. */
        int newest(UUID dataset) {
            return (int) sql.number(
                    "select coalesce(max(attempt), 0) from dataset_publication where dataset_id = ?", dataset);
        }

        /**
         * A new attempt, committed before its first record leaves: a number is never used twice.
         *
         * @return empty while another publisher is at work, or when an attempt was begun or finished by now that was not known
         */
        Optional<Integer> begin(UUID dataset, Known known, Instant now) {
            return QuarkusTransaction.requiringNew().call(() -> {
                boolean mine = sql.first(
                                "select pg_try_advisory_xact_lock(?)", c -> c.flag("pg_try_advisory_xact_lock"), LOCK)
                        .orElse(false);
                return !mine
                        ? Optional.empty()
                        : sql.first(
                                """
                                insert into dataset_publication (dataset_id, attempt, started_at, lease_until)
                                select ?, ? + 1, ?, now() + ? * interval '1 second'
                                where not exists (select 1 from dataset_publication where lease_until > now())
                                  and not exists (
                                    select 1 from dataset_publication where dataset_id = ? and attempt > ? and finished_at is not null)
                                on conflict do nothing returning attempt""",
                                c -> (int) c.number("attempt"),
                                dataset,
                                known.newest(),
                                now,
                                LEASE.toSeconds(),
                                dataset,
                                known.finished());
            });
        }

        /**
         * Whether no publisher is at work. Where that is so, none begins until the running transaction ends: it may send a dataset
         * which nobody else can see yet.
         */
        boolean nobodySends() {
            return sql.first("select pg_try_advisory_xact_lock(?)", c -> c.flag("pg_try_advisory_xact_lock"), LOCK)
                            .orElse(false)
                    && sql.number("select count(*) from dataset_publication where lease_until > clock_timestamp()")
                            == 0;
        }

        /** An attempt whose rows left already, in the transaction that makes its dataset. */
        void going(UUID dataset, int attempt, Instant startedAt) {
            sql.run("""
                    insert into dataset_publication (dataset_id, attempt, started_at, lease_until)
                    values (?, ?, ?, clock_timestamp() + ? * interval '1 second')""", dataset, attempt, startedAt, LEASE.toSeconds());
        }

        /** The publisher is still working. */
        void renew(UUID dataset, int attempt) {
            sql.run(
                    "update dataset_publication set lease_until = now() + ? * interval '1 second' where dataset_id = ? and attempt = ?",
                    LEASE.toSeconds(),
                    dataset,
                    attempt);
        }

        /** Nobody has to wait for this one any longer. */
        void giveUp(UUID dataset, int attempt) {
            sql.run(
                    "update dataset_publication set lease_until = null where dataset_id = ? and attempt = ?",
                    dataset,
                    attempt);
        }

        void finish(UUID dataset, int attempt, Place place) {
            sql.run("""
                    update dataset_publication set partition = ?, first_offset = ?, last_offset = ?, finished_at = ?, lease_until = null
                    where dataset_id = ? and attempt = ?""", place.partition(), place.first(), place.last(), place.finishedAt(), dataset, attempt);
        }

        /** Frozen, but never completely published: the publisher died, or Kafka was down. */
        List<UUID> unpublished() {
            return sql.list("""
                    select id from dataset d where d.deleted_rows = 0 and not exists (
                      select 1 from dataset_publication p where p.dataset_id = d.id and p.finished_at is not null)
                    order by created_at limit 20""", c -> c.id("id"));
        }
    }
}
