package hone.review;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What reviewers decided, and what still waits for them. */
@ApplicationScoped
class ReviewsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of("review"), ArchivedTable.of("disagreement"));
    }
}
