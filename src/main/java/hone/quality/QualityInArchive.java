package hone.quality;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Measures stay: whoever takes the judgments in measures them again. */
@ApplicationScoped
class QualityInArchive implements TablesOfProject {
    private static final String MEASURED_AGAIN = "It is measured again from the judgments where they arrive.";

    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "quality_computed", MEASURED_AGAIN,
                "quality_measure", MEASURED_AGAIN,
                "quality_labeler", MEASURED_AGAIN,
                "quality_told", MEASURED_AGAIN,
                "consistency_told", MEASURED_AGAIN);
    }
}
