package hone.export;

import java.io.IOException;

/** An export that ends before its file is whole, for a reason that is nobody's mistake. */
final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1;

    private final ExportRecord.Outcome outcome;

    BrokenOff(ExportRecord.Outcome outcome) {
        super("the export ended: " + outcome.wireName());
        this.outcome = outcome;
    }

    ExportRecord.Outcome outcome() {
        return outcome;
    }
}
