package hone.imports;

import hone.format.Item;
import hone.format.ItemReader;
import hone.format.Outcome;
import hone.format.RefusedRow;
import hone.format.Row;
import hone.format.Rows;
import hone.imports.Stretch.Refusal;
import java.io.IOException;
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
    private final long after;
    private int refused;
    private long lastRow;
    private boolean inOrder = true;

    /**
     * @param leftOut fields to ignore
     * @param rowsMax of the file; further ones are left out
     * @param after the last row that is stored already; it and those before are only read
     */
    ReadStretches(UUID project, Rows rows, ItemReader reader, Set<String> leftOut, int rowsMax, long after) {
        this.after = after;
        this.project = project;
        this.rows = rows;
        this.reader = reader;
        this.leftOut = leftOut;
        this.rowsMax = rowsMax;
    }

    /** @return how the file ended; empty if there is more */
    Optional<ImportEnding> fill(Stretch stretch) {
        long began = System.nanoTime();
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
        } finally {
            stretch.tookToRead(System.nanoTime() - began);
        }
    }

    /** Whether the rows came in the order of their numbers, so that one number tells how far it is. */
    boolean areInOrder() {
        return inOrder;
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
        inOrder &= row.number() >= lastRow;
        lastRow = row.number();
        if (row.number() <= after) {
            return;
        }
        switch (outcome) {
            case Outcome.Refused no -> refuse(row, no.why(), stretch);
            case Outcome.Taken taken -> {
                try {
                    List<Taking> all = taken.items().stream()
                            .map(item -> taking(row, item))
                            .toList();
                    all.forEach(one -> one.into(stretch));
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

    /** An item that can be stored. */
    private interface Taking {
        void into(Stretch stretch);
    }

    /** @throws RefusedRow before any item of the row is taken */
    private Taking taking(Row row, Item item) {
        return switch (item) {
            case Item.Conversation conversation -> {
                Incoming incoming = Incoming.of(project, row.number(), conversation);
                yield stretch -> stretch.take(incoming, written(row));
            }
            case Item.PlainText text -> {
                IncomingDocument incoming = IncomingDocument.of(project, row.number(), text);
                yield stretch -> stretch.take(incoming, written(row));
            }
        };
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
