package hone.ordering;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Scores stay, and so do the ranks of free slots: both are made again from the judgments. */
@ApplicationScoped
class OrderingInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "task_ordering", "Where it arrives, the order is given to all open tasks.",
                "task_score", "It is computed again from the judgments where they arrive.");
    }
}
