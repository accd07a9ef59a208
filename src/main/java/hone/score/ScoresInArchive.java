package hone.score;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What reward models expected goes with the judgments; scores of open tasks are made again where the project arrives. */
@ApplicationScoped
class ScoresInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of(
                "prediction",
                "x.model_version_id in (select m.id from model_version m where m.project_id = {project})"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "answer_scorer", "Reward models are asked again where they arrive.",
                "answer_score", "They are asked again where they arrive.");
    }
}
