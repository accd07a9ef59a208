package hone.imports;

import hone.format.Item;
import hone.format.ItemReader;
import hone.format.Outcome;
import hone.format.RefusedRow;
import hone.format.Row;
import hone.format.Rows;
import hone.imports.Stretch.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads a file in stretches, each row with its meaning or the reason why it is refused. */
final class ReadStretches implements AutoCloseable {
    private final UUID project;
    private final Rows rows;
    private final ItemReader reader;
    private final Set<String> leftOut;
    private final int rowsMax;
    private int refused;

    /**
     * @param leftOut fields to ignore
     * @param rowsMax of the file; further ones are left out
     */
    ReadStretches(UUID project, Rows rows, ItemReader reader, Set<String> leftOut, int rowsMax) {
        this.project = project;
        this.rows = rows;
        this.reader = reader;
        this.leftOut = leftOut;
        this.rowsMax = rowsMax;
    }

    /** @return how the file ended; empty if there is more */
    Optional<ImportEnding> fill(Stretch stretch) {
        try {
            while (!stretch.isFull()) {
                Optional<Row> row = rows.next();
                if (row.isEmpty()) {
                    return ended(stretch, ImportEnding.of(ImportState.READ));
                }
                if (row.get().number() > rowsMax) {
                    return ended(stretch, ImportEnding.of(ImportState.LINES));
                }
                if (refused >= ImportLimits.REFUSED_MAX) {
                    return ended(stretch, ImportEnding.of(ImportState.REFUSALS));
                }
                leaveOut(row.get());
                reader.take(row.get()).forEach(outcome -> take(outcome, stretch));
            }
            return Optional.empty();
        } catch (IOException e) {
            // A compressed file that breaks off, or unpacks beyond the limit: the rows before that are imported.
            return ended(stretch, ImportEnding.unreadable(e.getMessage()));
        }
    }

    private void leaveOut(Row row) {
        if (!leftOut.isEmpty() && row instanceof Row.Named named) {
            named.fields().remove(leftOut);
        }
    }

    private Optional<ImportEnding> ended(Stretch stretch, ImportEnding ending) {
        reader.end().forEach(outcome -> take(outcome, stretch));
        return Optional.of(ending);
    }

    private void take(Outcome outcome, Stretch stretch) {
        Row row = outcome.row();
        switch (outcome) {
            case Outcome.Refused no -> refuse(row, no.why(), stretch);
            case Outcome.Taken taken -> {
                try {
                    List<Incoming> incoming = new ArrayList<>();
                    for (Item item : taken.items()) {
                        incoming.add(incoming(row, item));
                    }
                    incoming.forEach(one -> stretch.take(one, written(row)));
                    taken.remarks().forEach(remark -> stretch.remark(row.number(), remark));
                    stretch.leftOut(taken.leftOut());
                    stretch.kept(taken.kept());
                } catch (RefusedRow why) {
                    refuse(row, why, stretch);
                }
            }
        }
        stretch.count(row.number(), row.bytes(), rows.bytesRead());
    }

    /** Without the row's fields, which are read by now. */
    private static Supplier<String> written(Row row) {
        return row instanceof Row.Named named ? named.written() : row::asWritten;
    }

    private Incoming incoming(Row row, Item item) {
        return switch (item) {
            case Item.Conversation conversation -> Incoming.of(project, row.number(), conversation);
            case Item.PlainText text -> throw plainText();
        };
    }

    /** Of all that a file may hold it is the one thing that nothing here asks about or trains on yet. */
    static RefusedRow plainText() {
        return new RefusedRow(
                "Plain text for pre-training is not stored here yet.",
                "Bring questions, with or without answers; pre-training takes its text from a file (./hone train).");
    }

    private void refuse(Row row, RefusedRow why, Stretch stretch) {
        refused++;
        stretch.refuse(Refusal.of(row.number(), (why.reason() + "\n" + why.detail()).strip(), row.asWritten()));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
