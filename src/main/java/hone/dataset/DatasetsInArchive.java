package hone.dataset;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Frozen datasets with their rows, byte by byte. */
@ApplicationScoped
class DatasetsInArchive implements TablesOfProject {
    private static final String OF_DATASETS =
            "x.dataset_id in (select d.id from dataset d where d.project_id = {project})";

    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("dataset").without("searchable"),
                ArchivedTable.of("dataset_member", OF_DATASETS)
                        .refersTo("dataset_id", "dataset")
                        .refersTo("judgment_id", "judgment")
                        .refersTo("imported_id", "imported_judgment")
                        .refersTo("prompt_id", "prompt")
                        .refersTo("document_id", "document"),
                ArchivedTable.of("dataset_judgment", OF_DATASETS)
                        .refersTo("dataset_id", "dataset")
                        .refersTo("judgment_id", "judgment")
                        .refersTo("guideline_version_id", "guideline_version"),
                ArchivedTable.of("dataset_imported", OF_DATASETS)
                        .refersTo("dataset_id", "dataset")
                        .refersTo("imported_id", "imported_judgment"),
                ArchivedTable.of("dataset_guideline", OF_DATASETS),
                ArchivedTable.of("dataset_labeler", OF_DATASETS),
                ArchivedTable.of("deletion"),
                ArchivedTable.of("dataset_deletion", OF_DATASETS));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "dataset_publication",
                "It says where in this Hone's Kafka a dataset lies; elsewhere it is published anew.",
                "dataset_segment",
                "What rows are searched by; it is gathered from them.",
                "dataset_word",
                "What rows are searched by; it is gathered from them.");
    }
}
