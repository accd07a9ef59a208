package hone.archive;

import java.util.List;
import java.util.Map;

/**
 * The tables of one owner, as an archive of a project sees them. Each owner has a bean of it; a test finds a table that stands
 * with none.
 */
public interface TablesOfProject {
    /** Those whose rows go with a project. */
    List<ArchivedTable> archived();

    /** Those that stay where they are, each with the reason. */
    default Map<String, String> staying() {
        return Map.of();
    }
}
