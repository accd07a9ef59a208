package hone.judgment;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Judgments, those taken back too, and what those of gold tasks and repeats say. */
@ApplicationScoped
class JudgmentsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("judgment"), ArchivedTable.of("gold_judgment"), ArchivedTable.of("repeat_judgment"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "judged_quarter", "It is how much people did today, in all projects.",
                "judged_in_all", "It is how much people did here, in all projects.");
    }
}
