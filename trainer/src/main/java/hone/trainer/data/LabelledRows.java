package hone.trainer.data;

/** Token rows of which some tokens are to be learned. */
public sealed interface LabelledRows permits TokenRows, PackedRows, LabelledRows.Chosen {
    int count();

    int width();

    /** (count, width), row after row. */
    long[] ids();

    TokenRows.Targets targets();

    /** Labels that can be predicted: the first token of an example has none before it. */
    default int labelCount() {
        return targets().labels().length;
    }

    /** Rows with labels of somebody's choice. */
    record Chosen(int count, int width, long[] ids, TokenRows.Targets targets) implements LabelledRows {}
}
