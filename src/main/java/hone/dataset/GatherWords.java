package hone.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Wire;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the words of frozen rows, some hundred at a time, so that they can be searched: not while they are frozen, because a run
 * waits for that, and resting while people label. What a judgment's rows say is gathered once, however many datasets hold it.
 */
@ApplicationScoped
class GatherWords {
    private static final Logger LOG = Logger.getLogger(GatherWords.class);
    private static final ObjectMapper JSON = Wire.mapper();
    private static final List<String> TEXTS = List.of("response", "chosen", "rejected");
    private static final int ROWS = 500;
    /** A judgment gives fewer. */
    private static final int ROWS_OF_ONE = 64;
    /** In one go; the next tick goes on. */
    private static final int PAGES_MAX = 200;

    private final Sql sql;
    private final LabelersFirst labelersFirst;

    GatherWords(Sql sql, LabelersFirst labelersFirst) {
        this.sql = sql;
        this.labelersFirst = labelersFirst;
    }

    private record Unsearchable(UUID id, UUID project, long rows, long gathered) {}

    private record Row(long position, UUID judgment, String json) {}

    @Scheduled(
            identity = "gather-words",
            every = "{hone.rounds.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        for (int page = 0; page < PAGES_MAX; page++) {
            Optional<Unsearchable> next = sql.first(
                    "select id, project_id, rows, searchable from dataset where searchable < rows order by created_at limit 1",
                    c -> new Unsearchable(c.id("id"), c.id("project_id"), c.number("rows"), c.number("searchable")));
            if (next.isEmpty()) {
                return;
            }
            long began = System.nanoTime();
            QuarkusTransaction.requiringNew().run(() -> gather(next.get()));
            labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private void gather(Unsearchable dataset) {
        List<Row> rows = sql.list(
                """
                select position, coalesce(judgment_id, imported_id) as judgment, row from dataset_member
                where dataset_id = ? and position >= ? and position < ? and row <> ''
                  and coalesce(judgment_id, imported_id) is not null order by position""",
                c -> new Row(c.number("position"), c.id("judgment"), c.text("row")),
                dataset.id(),
                dataset.gathered(),
                dataset.gathered() + ROWS + ROWS_OF_ONE);
        // A judgment whose rows cross the end is gathered whole with this page.
        Set<UUID> begun = rows.stream()
                .filter(row -> row.position() < dataset.gathered() + ROWS)
                .map(Row::judgment)
                .collect(Collectors.toSet());
        Set<UUID> known = new HashSet<>(sql.list(
                "select id from judged_words where id = any(?)", c -> c.id("id"), (Object) begun.toArray(UUID[]::new)));
        Map<UUID, Words> words = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> begun.contains(row.judgment()) && !known.contains(row.judgment()))
                .forEach(row -> add(words.computeIfAbsent(row.judgment(), id -> new Words()), row.json()));
        List<@Nullable Object[]> added = words.entrySet().stream()
                .map(one -> new @Nullable Object[] {one.getKey(), one.getValue().stored(dataset.project())})
                .toList();
        sql.runAll(
                "insert into judged_words (id, words) values (?, array_to_tsvector(?)) on conflict (id) do nothing",
                added);
        sql.run(
                "update dataset set searchable = greatest(searchable, least(rows, ?)) where id = ?",
                dataset.gathered() + ROWS,
                dataset.id());
    }

    /** As it lies there: what a later version can't read any more has words all the same. */
    private static void add(Words words, String json) {
        try {
            JsonNode row = JSON.readTree(json);
            row.path("prompt")
                    .forEach(message -> words.add(message.path("content").asText()));
            TEXTS.forEach(text -> words.add(row.path(text).asText()));
        } catch (JsonProcessingException e) {
            LOG.errorf("a row of a dataset is no JSON, so it can't be searched: %s", e.getOriginalMessage());
        }
    }
}
