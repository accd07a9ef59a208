package hone.dataset;

import hone.dataset.ChosenJudgments.Read;
import hone.web.Sql;
import hone.web.SqlSnapshot;
import hone.web.SqlSnapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The texts of the answers that judgments name, read on a connection of its own while the freezing one writes. While the project is
 * held, none of them is deleted, and none ever changes. If exports have all such connections, the freezing one reads them.
 */
final class JudgedAnswers implements AutoCloseable {
    private final Sql sql;
    private final Optional<SqlSnapshot> beside;
    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    JudgedAnswers(Sql sql, SqlSnapshots snapshots) {
        this.sql = sql;
        this.beside = snapshots.openIfOneIsFree();
    }

    Future<Map<UUID, String>> of(List<Read> judgments) {
        UUID[] named = judgments.stream()
                .flatMap(read -> read.verdict().inRows().stream())
                .distinct()
                .toArray(UUID[]::new);
        return beside.<Future<Map<UUID, String>>>map(snapshot ->
                        reader.submit(() -> texts((query, each) -> snapshot.list(query, each, (Object) named))))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        texts((query, each) -> sql.list(query, each, (Object) named))));
    }

    private interface Reading {
        void read(String query, Sql.Reader<String> each);
    }

    private static Map<UUID, String> texts(Reading reading) {
        Map<UUID, String> texts = new HashMap<>();
        reading.read("select id, text from answer where id = any(?)", c -> {
            String text = c.text("text");
            texts.put(c.id("id"), text);
            return text;
        });
        return texts;
    }

    @Override
    public void close() {
        reader.close();
        beside.ifPresent(SqlSnapshot::close);
    }
}
