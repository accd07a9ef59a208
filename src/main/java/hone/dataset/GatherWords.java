package hone.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Gathers which rows of a frozen dataset hold which words, a segment of some ten thousand rows at a time, so that they can be searched:
 * not while they are frozen, because a run waits for that, and resting while people label. A segment that is not whole when the app
 * ends is begun anew.
 */
@ApplicationScoped
class GatherWords {
    private static final Logger LOG = Logger.getLogger(GatherWords.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> TEXTS = Set.of("content", "response", "chosen", "rejected");
    private static final int ROWS_AT_A_TIME = 500;
    /** A segment ends with the first of these: what it takes while it is gathered stays far below the heap. */
    private static final int SEGMENT_ROWS_MAX = 32_768;

    private static final int SEGMENT_WORDS_MAX = 250_000;
    private static final int SEGMENT_BYTES_MAX = 8 << 20;
    /** Per tick; the next one continues. */
    private static final int SEGMENTS_MAX = 50;

    private final Sql sql;
    private final LabelersFirst labelersFirst;

    GatherWords(Sql sql, LabelersFirst labelersFirst) {
        this.sql = sql;
        this.labelersFirst = labelersFirst;
    }

    private record Unsearchable(UUID id, long rows, long gathered) {}

    private record Row(long position, byte[] json) {}

    /**
     * Some rows with their words.
     *
     * @param until position after its last row
     */
    private record Segment(UUID dataset, long first, long until, Postings words) {}

    @Scheduled(
            identity = "gather-words",
            every = "{hone.rounds.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        for (int segment = 0; segment < SEGMENTS_MAX; segment++) {
            Optional<Unsearchable> next =
                    sql.first("""
                    -- Not while it is sent, and a large one not before it may have been read: a run waits for that.
                    select d.id, d.rows, d.searchable from dataset d
                    cross join lateral (select max(p.finished_at) as sent_at, max(p.lease_until) as being_sent
                                        from dataset_publication p where p.dataset_id = d.id) p
                    where d.searchable < d.rows and (p.being_sent is null or p.being_sent < now())
                      and coalesce(p.sent_at, d.created_at) + d.rows * interval '50 microseconds' < now()
                    order by d.created_at limit 1""", c -> new Unsearchable(c.id("id"), c.number("rows"), c.number("searchable")));
            if (next.isEmpty()) {
                return;
            }
            Segment gathered = gather(next.get());
            long began = System.nanoTime();
            QuarkusTransaction.requiringNew().run(() -> store(gathered));
            giveWay(began);
        }
    }

    private void giveWay(long began) throws InterruptedException {
        labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - began));
    }

    private Segment gather(Unsearchable dataset) throws InterruptedException {
        Words words = new Words(dataset.id());
        Postings postings = new Postings();
        long first = dataset.gathered();
        long until = first;
        while (until - first < SEGMENT_ROWS_MAX
                && postings.count() < SEGMENT_WORDS_MAX
                && postings.bytes() < SEGMENT_BYTES_MAX) {
            long began = System.nanoTime();
            List<Row> rows = rows(dataset.id(), until);
            for (Row row : rows) {
                add(words, postings, (int) (row.position() - first), row.json());
                until = row.position() + 1;
            }
            if (rows.size() < ROWS_AT_A_TIME) {
                return new Segment(dataset.id(), first, dataset.rows(), postings);
            }
            giveWay(began);
        }
        return new Segment(dataset.id(), first, until, postings);
    }

    /** Prompts by themselves, which come last, are not searched, and a row whose text was deleted has no words. */
    private List<Row> rows(UUID dataset, long from) {
        return sql.list(
                """
                select position, convert_to(row, 'UTF8') as row from dataset_member
                where dataset_id = ? and position >= ? and row <> '' and coalesce(judgment_id, imported_id) is not null
                order by position limit %d""".formatted(ROWS_AT_A_TIME), c -> new Row(c.number("position"), c.bytes("row")), dataset, from);
    }

    /** As stored: even what a later version can no longer parse has words. */
    private static void add(Words words, Postings postings, int row, byte[] json) {
        try (JsonParser tokens = JSON.createParser(json)) {
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                if (token == JsonToken.VALUE_STRING && TEXTS.contains(tokens.currentName())) {
                    words.each(
                            tokens.getTextCharacters(),
                            tokens.getTextOffset(),
                            tokens.getTextLength(),
                            word -> postings.add(row, word));
                }
            }
        } catch (IOException e) {
            LOG.errorf("a row of a dataset is no JSON, so it can't be searched: %s", e.getMessage());
        }
    }

    private void store(Segment segment) {
        boolean mine = sql.run(
                        "insert into dataset_segment (dataset_id, first, until) values (?, ?, ?) on conflict do nothing",
                        segment.dataset(),
                        segment.first(),
                        segment.until())
                == 1;
        if (!mine) {
            return; // Another instance of the app was quicker.
        }
        sql.copy(
                "dataset_word",
                List.of("dataset_id", "first", "word", "rows"),
                copied -> segment.words()
                        .each((word, rows) -> copied.row()
                                .id(segment.dataset())
                                .large(segment.first())
                                .large(word)
                                .utf8(rows)));
        sql.run("update dataset set searchable = ? where id = ?", segment.until(), segment.dataset());
    }
}
