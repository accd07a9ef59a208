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
 * ends is begun anew, and so is one of whose rows a text was deleted: no word of it may stay.
 */
@ApplicationScoped
class GatherWords {
    private static final Logger LOG = Logger.getLogger(GatherWords.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> TEXTS = Set.of("content", "response", "chosen", "rejected", "text");
    private static final int ROWS_AT_A_TIME = 500;
    /** A text to pre-train on may have nearly a megabyte. */
    private static final int BYTES_AT_A_TIME = 4 << 20;
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

    /**
     * Rows whose words are missing, or no longer all there.
     *
     * @param until position after the last row that may be gathered
     * @param stale whether there is a segment of exactly these rows, which is replaced
     * @param deletedRows how many of the dataset's rows have lost their text
     */
    private record Ungathered(UUID dataset, long first, long until, boolean stale, long deletedRows) {}

    private record Row(long position, byte[] json) {}

    /**
     * Some rows with their words.
     *
     * @param until position after its last row
     */
    private record Segment(Ungathered of, long until, Postings words) {
        UUID dataset() {
            return of.dataset();
        }

        long first() {
            return of.first();
        }
    }

    @Scheduled(
            identity = "gather-words",
            every = "{hone.rounds.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        for (int segment = 0; segment < SEGMENTS_MAX; segment++) {
            Optional<Ungathered> next = stale().or(this::next);
            if (next.isEmpty()) {
                return;
            }
            Segment gathered = gather(next.get());
            long began = System.nanoTime();
            QuarkusTransaction.requiringNew().run(() -> store(gathered));
            giveWay(began);
        }
    }

    private Optional<Ungathered> stale() {
        return sql.first(
                """
                select d.id, s.first, s.until, d.deleted_rows from dataset_segment s join dataset d on d.id = s.dataset_id
                where s.stale order by s.dataset_id, s.first limit 1""",
                c -> new Ungathered(c.id("id"), c.number("first"), c.number("until"), true, c.number("deleted_rows")));
    }

    private Optional<Ungathered> next() {
        return sql.first(
                """
                -- Not while it is sent, and a large one not before it may have been read: a run waits for that.
                select d.id, d.rows, d.searchable, d.deleted_rows from dataset d
                cross join lateral (select max(p.finished_at) as sent_at, max(p.lease_until) as being_sent
                                    from dataset_publication p where p.dataset_id = d.id) p
                where d.searchable < d.rows and (p.being_sent is null or p.being_sent < now())
                  and coalesce(p.sent_at, d.created_at) + d.rows * interval '50 microseconds' < now()
                order by d.created_at limit 1""",
                c -> new Ungathered(
                        c.id("id"), c.number("searchable"), c.number("rows"), false, c.number("deleted_rows")));
    }

    private void giveWay(long began) throws InterruptedException {
        labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - began));
    }

    private Segment gather(Ungathered of) throws InterruptedException {
        Words words = new Words(of.dataset());
        Postings postings = new Postings();
        long until = of.first();
        // A segment that is replaced has no more words than before, so it ends where it did.
        while (of.stale()
                || until - of.first() < SEGMENT_ROWS_MAX
                        && postings.count() < SEGMENT_WORDS_MAX
                        && postings.bytes() < SEGMENT_BYTES_MAX) {
            long began = System.nanoTime();
            List<Row> rows = rows(of.dataset(), until, of.until());
            for (Row row : rows) {
                add(words, postings, (int) (row.position() - of.first()), row.json());
                until = row.position() + 1;
            }
            if (isLast(rows)) {
                return new Segment(of, of.until(), postings);
            }
            giveWay(began);
        }
        return new Segment(of, until, postings);
    }

    private static boolean isLast(List<Row> rows) {
        return rows.size() < ROWS_AT_A_TIME
                && rows.stream().mapToLong(row -> row.json().length).sum() < BYTES_AT_A_TIME;
    }

    /** Prompts by themselves are not searched, and a row whose text was deleted has no words. */
    private List<Row> rows(UUID dataset, long from, long until) {
        return sql.list(
                """
                select position, convert_to(row, 'UTF8') as row from (
                  select position, row, sum(octet_length(row)) over (order by position) - octet_length(row) as bytes_before from (
                    select position, row from dataset_member
                    where dataset_id = ? and position >= ? and position < ? and row <> ''
                      and coalesce(judgment_id, imported_id, document_id) is not null
                    order by position limit %d) page) sized
                where bytes_before < %d order by position""".formatted(ROWS_AT_A_TIME, BYTES_AT_A_TIME),
                c -> new Row(c.number("position"), c.bytes("row")),
                dataset,
                from,
                until);
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
        if (!sameTexts(segment.of()) || !begun(segment)) {
            return; // A text was deleted since, or another instance of the app was quicker: the next turn looks again.
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
        if (!segment.of().stale()) {
            sql.run("update dataset set searchable = ? where id = ?", segment.until(), segment.dataset());
        }
    }

    /** From here until the transaction ends no text of the dataset is deleted. */
    private boolean sameTexts(Ungathered of) {
        return sql.first(
                        "select deleted_rows from dataset where id = ? for no key update",
                        c -> c.number("deleted_rows"),
                        of.dataset())
                .filter(deleted -> deleted == of.deletedRows())
                .isPresent();
    }

    private boolean begun(Segment segment) {
        if (!segment.of().stale()) {
            return sql.run(
                            "insert into dataset_segment (dataset_id, first, until) values (?, ?, ?) on conflict do nothing",
                            segment.dataset(),
                            segment.first(),
                            segment.until())
                    == 1;
        }
        boolean mine = sql.run(
                        "update dataset_segment set stale = false where dataset_id = ? and first = ? and stale",
                        segment.dataset(),
                        segment.first())
                == 1;
        if (mine) {
            sql.run("delete from dataset_word where dataset_id = ? and first = ?", segment.dataset(), segment.first());
        }
        return mine;
    }
}
