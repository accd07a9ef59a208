package hone.conversation;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Prompts and answers. */
@ApplicationScoped
class ConversationsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("prompt").refersTo("project_id", "project").refersTo("import_id", "import_batch"),
                ArchivedTable.of("answer", "x.prompt_id in (select p.id from prompt p where p.project_id = {project})")
                        .refersTo("prompt_id", "prompt")
                        .refersTo("import_id", "import_batch")
                        .refersTo("model_version_id", "model_version")
                        .refersTo("run_id", "run")
                        .refersTo("judgment_id", "judgment"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("prompt_likeness", "Keys by which an import finds near duplicates; they are made from prompts.");
    }
}
