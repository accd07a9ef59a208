package hone.run;

import hone.contract.GenerateRecipe;
import hone.contract.UnreadableMessage;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.UUID;

/**
 * Prompts that a model can't be given, because they leave no room for an answer. They are not given to it again unless shorter
 * answers are wanted, and the same number of other prompts is requested instead, so that long prompts never block the others.
 */
@ApplicationScoped
class SetAside {
    private final Sql sql;
    private final Event<PromptsLeftOut> leftOut;

    SetAside(Sql sql, Event<PromptsLeftOut> leftOut) {
        this.sql = sql;
        this.leftOut = leftOut;
    }

    /** @throws UnreadableMessage when there is no such prompt in the run's project */
    void keep(TrainingRun run, GenerateRecipe recipe, UUID prompt, String reason, Instant now) {
        int kept = sql.run(
                """
                insert into prompt_set_aside (prompt_id, model_version_id, run_id, response_tokens_max, reason, set_aside_at)
                select p.id, ?, ?, ?, ?, ? from prompt p where p.id = ? and p.project_id = ?
                on conflict (prompt_id, model_version_id) do update set run_id = excluded.run_id,
                  response_tokens_max = least(prompt_set_aside.response_tokens_max, excluded.response_tokens_max),
                  reason = excluded.reason, set_aside_at = excluded.set_aside_at""",
                run.policyId,
                run.id,
                recipe.sampling().responseTokensMax(),
                reason.replace('\0', '\ufffd'),
                now,
                prompt,
                run.projectId);
        if (kept == 0) {
            throw new UnreadableMessage("there is no prompt " + prompt + " in the run's project");
        }
    }

    /** Announces that a finished run has set prompts aside, so that others are requested instead. */
    void tell(TrainingRun run, Instant now) {
        int count = (int) sql.number("select count(*) from prompt_set_aside where run_id = ?", run.id);
        if (count > 0) {
            leftOut.fire(new PromptsLeftOut(run, count, now));
        }
    }
}
