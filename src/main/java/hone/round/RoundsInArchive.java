package hone.round;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Rounds and their stages. One that had not ended has ended where it arrives. */
@ApplicationScoped
class RoundsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("round")
                        .with("finished_at", "coalesce(x.finished_at, x.started_at)")
                        .with("outcome", "coalesce(x.outcome, 'cancelled')")
                        .with(
                                "reason",
                                "case when x.outcome is null then 'It had not ended when the project was exported.' else x.reason end"),
                ArchivedTable.of(
                        "round_stage", "x.round_id in (select r.id from round r where r.project_id = {project})"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("schedule", "Nothing should begin by itself in another Hone.");
    }
}
