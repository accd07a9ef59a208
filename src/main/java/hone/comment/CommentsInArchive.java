package hone.comment;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Comments go along with the judgments that they are about. */
@ApplicationScoped
class CommentsInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(ArchivedTable.of("judgment_comment"));
    }
}
