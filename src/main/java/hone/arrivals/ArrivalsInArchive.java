package hone.arrivals;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** How a model came in belongs to the Hone that it came to. */
@ApplicationScoped
class ArrivalsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("arrival", "It says who brought which model to this Hone.");
    }
}
