package hone.openlineage;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Events wait for this Hone's collector. */
@ApplicationScoped
class LineageEventsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("lineage_event", "It waits for this Hone's collector.");
    }
}
