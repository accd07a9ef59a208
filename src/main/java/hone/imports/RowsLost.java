package hone.imports;

import java.util.UUID;

/**
 * What the import has stored before is not there: the database crashed before it was on the disk. Whatever comes after it in the file
 * must not be stored until it is there again.
 */
final class RowsLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    RowsLost(UUID importId, long line) {
        super("the rows of import %s up to line %d are not all there".formatted(importId, line));
    }
}
