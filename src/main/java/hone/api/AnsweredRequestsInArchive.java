package hone.api;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Idempotency keys are of requests to this Hone. */
@ApplicationScoped
class AnsweredRequestsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of("answered_request", "It was a request to this Hone, kept for a day.");
    }
}
