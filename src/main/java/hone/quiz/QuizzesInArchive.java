package hone.quiz;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Quizzes go with a project, and who has passed them: so nobody is asked again what they know. */
@ApplicationScoped
class QuizzesInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of(
                ArchivedTable.of("quiz"),
                ArchivedTable.of("quiz_task"),
                ArchivedTable.of("quiz_try"),
                ArchivedTable.of(
                        "quiz_question", "x.try_id in (select t.id from quiz_try t where t.project_id = {project})"),
                ArchivedTable.of("quiz_grant"));
    }
}
