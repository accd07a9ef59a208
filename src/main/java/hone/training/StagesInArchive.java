package hone.training;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** With which settings the project trains. */
@ApplicationScoped
class StagesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of("stage_setting"));
    }
}
