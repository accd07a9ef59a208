package hone.notice;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Notices stay. */
@ApplicationScoped
class NoticesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("notice", "People have heard of it where it happened.");
    }
}
