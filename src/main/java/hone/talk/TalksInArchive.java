package hone.talk;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Conversations with models, and the thumbs given in them, which tasks come from. */
@ApplicationScoped
class TalksInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("talk"),
                ArchivedTable.of("talk_turn", "x.talk_id in (select t.id from talk t where t.project_id = {project})"),
                ArchivedTable.of(
                        "talk_feedback", "x.talk_id in (select t.id from talk t where t.project_id = {project})"));
    }
}
