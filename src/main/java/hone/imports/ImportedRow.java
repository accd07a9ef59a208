package hone.imports;

import java.util.List;
import java.util.Set;

/**
 * What one row of a file brings.
 *
 * @param remarks what is worth knowing although the row was taken
 * @param leftOut fields without text that nothing reads
 */
record ImportedRow(List<ImportedPrompt> prompts, List<String> remarks, Set<String> leftOut) {
    ImportedRow {
        prompts = List.copyOf(prompts);
        remarks = List.copyOf(remarks);
        leftOut = Set.copyOf(leftOut);
    }
}
