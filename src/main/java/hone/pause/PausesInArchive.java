package hone.pause;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Rules and pauses go with a project, so that nobody is handed work elsewhere who is paused here. */
@ApplicationScoped
class PausesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("pause_rule").without("checked_at"),
                ArchivedTable.of("pause"),
                ArchivedTable.of("pause_appeal"));
    }
}
