package hone.run;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Runs and what they measured. One that had not ended has ended where it arrives: its trainer is not there. */
@ApplicationScoped
class RunsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("run")
                        .with("finished_at", "coalesce(x.finished_at, x.requested_at)")
                        .with("outcome", "coalesce(x.outcome, 'cancelled')")
                        .with(
                                "reason",
                                "case when x.outcome is null then 'It had not ended when the project was exported.' else x.reason end"),
                ArchivedTable.of("run_event", "x.run_id in (select r.id from run r where r.project_id = {project})"),
                ArchivedTable.of("measurement", "x.run_id in (select r.id from run r where r.project_id = {project})"),
                ArchivedTable.of(
                        "prompt_set_aside", "x.run_id in (select r.id from run r where r.project_id = {project})"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("consumed", "It says how far this Hone has read its Kafka.");
    }
}
