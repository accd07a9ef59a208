package hone.canary;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Phrases go with a project, and what they did to its models. */
@ApplicationScoped
class CanariesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("canary"),
                ArchivedTable.of("canary_trial"),
                ArchivedTable.of(
                        "canary_question",
                        "x.run_id in (select t.run_id from canary_trial t where t.project_id = {project})"));
    }
}
