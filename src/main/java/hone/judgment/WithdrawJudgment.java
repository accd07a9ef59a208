package hone.judgment;

import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.task.TaskMaker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;

/** Takes a judgment out of the data, whoever wants that. It stays as a fact, and datasets frozen before hold it and say so. */
@ApplicationScoped
public class WithdrawJudgment {
    private final Outbox outbox;
    private final TaskMaker tasks;

    WithdrawJudgment(Outbox outbox, TaskMaker tasks) {
        this.outbox = outbox;
        this.tasks = tasks;
    }

    /** If it was data, everybody is told, and the correction that it asked for is no longer wanted. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void withdraw(Judgment judgment, String reason, Instant now) {
        boolean accepted = judgment.acceptedAt != null;
        var withdrawn = judgment.withdraw(reason, now);
        if (accepted) {
            outbox.add("judgments", judgment.promptId.toString(), judgment.id.toString(), withdrawn, now);
            outbox.tell(new Happened(
                    judgment.projectId,
                    Happened.JUDGMENT_WITHDRAWN,
                    Map.of("judgmentId", judgment.id, "taskId", judgment.taskId, "promptId", judgment.promptId),
                    now));
            tasks.withdraw(TaskMaker.Origin.BOTH_BAD, judgment.id.toString(), now);
        }
    }
}
