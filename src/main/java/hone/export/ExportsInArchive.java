package hone.export;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What pseudonyms are made with, so that they stay the same. */
@ApplicationScoped
class ExportsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of("export_secret"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("export", "It says who took what out of this Hone.");
    }
}
