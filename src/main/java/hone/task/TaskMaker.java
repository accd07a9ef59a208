package hone.task;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.Project;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Turns a prompt and its answers into work: tasks with their slots. Doing it again for the same origin adds nothing. */
@ApplicationScoped
public class TaskMaker {
    private final EntityManager database;

    TaskMaker(EntityManager database) {
        this.database = database;
    }

    /**
     * No answer: a demonstration. One: a correction. Two: a comparison. More: a ranking, or comparisons of pairs.
     *
     * @param originId the import, run or judgment that asks for it
     * @return how many tasks were made now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int make(Project project, Prompt prompt, List<Answer> answers, Origin origin, String originId, Instant now) {
        return 0;
    }

    /** Why a task exists; the wire name stands in the database. */
    public enum Origin {
        IMPORT("import"),
        MODEL("model"),
        BOTH_BAD("both-bad"),
        FEEDBACK("feedback");

        private final String wireName;

        Origin(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
