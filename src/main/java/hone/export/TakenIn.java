package hone.export;

import java.util.List;

/**
 * What came of taking a project in.
 *
 * @param slug the project's name in addresses here
 * @param rows that were added; none when the project was here already
 * @param checkpoints whose files were added
 * @param remarks what is worth knowing
 */
public record TakenIn(String slug, String name, long rows, long judgments, long checkpoints, List<String> remarks) {
    public TakenIn {
        remarks = List.copyOf(remarks);
    }

    public boolean added() {
        return rows > 0;
    }
}
