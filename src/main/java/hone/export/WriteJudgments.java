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
import java.util.UUID;

/** The judgments of a project as a file of one format: read a batch, write a batch, and so on to the end. */
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
        ReadTasks tasks = new ReadTasks(snapshot, project, judge, raters);
        try (ReadImported imported = new ReadImported(snapshot, project, raters);
                Ahead<ReadTasks.Batch> batches = new Ahead<>(() -> {
                    ReadTasks.Batch given = tasks.next();
                    return given.items().isEmpty() ? imported.next() : given;
                });
                RowWriter writer = FileOfRows.of(asked.writtenContainer(), format.columns(), out)) {
            ReadTasks.Batch batch = batches.next();
            while (!batch.items().isEmpty()) {
                for (Item.Conversation item : batch.items()) {
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
}
