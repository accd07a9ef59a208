package hone.model;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The project's models, the base models behind them, which was current when, and which base was chosen. */
@ApplicationScoped
class ModelsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("model_version", "x.project_id = {project} or x.id in ({referenced})")
                        .arrivingWhere("x.project_id = {project}"),
                // Numbered anew where it arrives, in the same order.
                ArchivedTable.of("current_model").without("sequence"),
                ArchivedTable.of("project_base").without("sequence"));
    }
}
