package hone.quarantine;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What scans found, what is held back, and what reviewers decided about it. */
@ApplicationScoped
class QuarantineInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("scan_finding"),
                ArchivedTable.of(
                        "scan_finding_labeler",
                        "x.finding_id in (select f.id from scan_finding f where f.project_id = {project})"),
                ArchivedTable.of("quarantine"));
    }
}
