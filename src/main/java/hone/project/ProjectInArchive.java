package hone.project;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The project itself, its members and their groups, and what it asks of prompts. */
@ApplicationScoped
class ProjectInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("project", "x.id = {project}"),
                ArchivedTable.of("member"),
                ArchivedTable.of("asked_work"),
                ArchivedTable.of("people_group"),
                ArchivedTable.of("group_member"),
                ArchivedTable.of("group_work"));
    }
}
