package hone.dataset;

import hone.contract.DatasetRef;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One attempt to put a dataset on its topic. Unfinished ones stay as a record; their records are never read. */
public record Publication(int attempt, Instant startedAt, Optional<Place> place) {
    /** Where the attempt's records lie, both ends included. */
    public record Place(int partition, long first, long last, Instant finishedAt) {}

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

        int begin(UUID dataset, Instant now) {
            return sql.first("""
                            insert into dataset_publication (dataset_id, attempt, started_at)
                            select ?, coalesce(max(attempt), 0) + 1, ? from dataset_publication where dataset_id = ?
                            returning attempt""", c -> (int) c.number("attempt"), dataset, now, dataset)
                    .orElseThrow();
        }

        void finish(UUID dataset, int attempt, Place place) {
            sql.run("""
                    update dataset_publication set partition = ?, first_offset = ?, last_offset = ?, finished_at = ?
                    where dataset_id = ? and attempt = ?""", place.partition(), place.first(), place.last(), place.finishedAt(), dataset, attempt);
        }

        /** Frozen, but never wholly on the topic: the publisher died, or Kafka was away. */
        List<UUID> unpublished() {
            return sql.list("""
                    select id from dataset d where not exists (
                      select 1 from dataset_publication p where p.dataset_id = d.id and p.finished_at is not null)
                    order by created_at limit 20""", c -> c.id("id"));
        }
    }
}
