package hone.imports;

import hone.contract.Wire;
import hone.conversation.Likeness;
import hone.conversation.StorePrompts.Provenance;
import hone.format.Item.PlainText;
import hone.format.RefusedRow;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A text to pre-train on of a row, with everything that can be computed without the database.
 *
 * @param likeness keys for finding near duplicates
 */
record IncomingDocument(long row, String text, String sha256, long[] likeness, Provenance from) {

    /** @throws RefusedRow if it can't be stored */
    static IncomingDocument of(UUID project, long row, PlainText item) {
        return new IncomingDocument(
                row,
                item.text(),
                Wire.sha256(item.text().getBytes(StandardCharsets.UTF_8)),
                Likeness.keys(project, item.text()),
                Incoming.provenance(row, item.origin(), item.metadata()));
    }
}
