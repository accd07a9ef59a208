package hone.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.FileOfRows;
import hone.format.Item;
import hone.format.Losses;
import hone.format.RowWriter;
import hone.format.WrittenFormat;
import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The judgments and documents of a project as a file of one format: read a batch, write a batch, and so on to the end. */
final class WriteJudgments implements ExportBody {
    private final UUID project;
    private final UUID judge;
    private final ExportAsked asked;
    private final Pseudonyms pseudonyms;

    WriteJudgments(UUID project, UUID judge, ExportAsked asked, Pseudonyms pseudonyms) {
        this.project = project;
        this.judge = judge;
        this.asked = asked;
        this.pseudonyms = pseudonyms;
    }

    @Override
    public void write(SqlSnapshot snapshot, OutputStream out, Progress progress)
            throws IOException, InterruptedException {
        WrittenFormat format = asked.writtenFormat();
        Losses losses = new Losses();
        Raters raters = asked.people() == ExportAsked.People.BY_NAME
                ? Raters.byName(snapshot)
                : Raters.underPseudonyms(snapshot, pseudonyms);
        long items = 0;
        long judgments = 0;
        long rows = 0;
        snapshot.firstRowsFirst();
        if (!format.contents().texts()) {
            losses.addTexts(ReadDocuments.count(snapshot, project));
        }
        ReadTasks tasks = new ReadTasks(snapshot, project, judge, raters);
        try (ReadImported imported = new ReadImported(snapshot, project, raters);
                ReadDocuments documents = new ReadDocuments(snapshot, project);
                Ahead<ReadTasks.Batch> batches = new Ahead<>(inTurn(format.contents(), tasks, imported, documents));
                RowWriter writer = FileOfRows.of(asked.writtenContainer(), format.columns(), out)) {
            ReadTasks.Batch batch = batches.next();
            while (!batch.items().isEmpty()) {
                for (Item item : batch.items()) {
                    for (ObjectNode row : format.rows(item, losses)) {
                        writer.write(row);
                        rows++;
                    }
                }
                items += batch.items().size();
                judgments += batch.judgments();
                ReadTasks.Batch next = batches.next();
                progress.told(
                        new ExportReport(items, judgments, rows, tasks.hidden(), losses.counts(), format.cannotHold()));
                batch = next;
            }
            progress.told(
                    new ExportReport(items, judgments, rows, tasks.hidden(), losses.counts(), format.cannotHold()));
        }
    }

    /** One source after the other, only those that the format has rows for; nothing at the end. */
    private static Supplier<ReadTasks.Batch> inTurn(
            WrittenFormat.Contents contents, ReadTasks tasks, ReadImported imported, ReadDocuments documents) {
        Deque<Supplier<ReadTasks.Batch>> sources = new ArrayDeque<>();
        if (contents.conversations()) {
            sources.add(tasks::next);
            sources.add(imported::next);
        }
        if (contents.texts()) {
            sources.add(documents::next);
        }
        return () -> {
            while (!sources.isEmpty()) {
                ReadTasks.Batch batch = sources.getFirst().get();
                if (!batch.items().isEmpty()) {
                    return batch;
                }
                sources.removeFirst();
            }
            return new ReadTasks.Batch(List.of(), 0);
        };
    }
}
