package hone.labeler;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Whoever a row of the project names. How they look at pages, and when they were last here, is nobody else's business. */
@ApplicationScoped
class PeopleInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of("labeler", "x.id in ({referenced})")
                .without("theme")
                .without("reading")
                .without("last_seen_at")
                .without("name_refused_at"));
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("ended_session", "Sessions are of this Hone.");
    }
}
