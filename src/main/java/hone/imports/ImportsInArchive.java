package hone.imports;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Imported files, their refused lines, and the judgments and texts that came with them. */
@ApplicationScoped
class ImportsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("import_batch"),
                ArchivedTable.of("import_mapping"),
                ArchivedTable.of("imported_rater"),
                ArchivedTable.of("imported_judgment"),
                ArchivedTable.of("document"),
                ArchivedTable.of(
                        "import_refusal",
                        "x.import_id in (select i.id from import_batch i where i.project_id = {project})"),
                ArchivedTable.of(
                        "import_remark",
                        "x.import_id in (select i.id from import_batch i where i.project_id = {project})"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "document_likeness", "Keys by which an import finds near duplicates; they are made from documents.");
    }
}
