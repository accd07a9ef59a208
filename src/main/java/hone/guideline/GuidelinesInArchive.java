package hone.guideline;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Every version of the instructions, who has confirmed them, and what was asked about them. */
@ApplicationScoped
class GuidelinesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("guideline"),
                ArchivedTable.of(
                        "guideline_version",
                        "x.guideline_id in (select g.id from guideline g where g.project_id = {project})"),
                ArchivedTable.of(
                        "guideline_draft",
                        "x.guideline_id in (select g.id from guideline g where g.project_id = {project})"),
                ArchivedTable.of(
                        "guideline_acknowledged",
                        "x.version_id in (select v.id from guideline_version v join guideline g on g.id = v.guideline_id where g.project_id = {project})"),
                ArchivedTable.of(
                        "guideline_question",
                        "x.version_id in (select v.id from guideline_version v join guideline g on g.id = v.guideline_id where g.project_id = {project})"));
    }
}
