package hone.run;

import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.RequestRun.RequestedBy;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Prompts that a model can't be asked, because they leave no room for an answer. They are not asked of it again, unless shorter
 * answers are wanted, and as many others are asked in their place: so long prompts never stand before the others.
 */
@ApplicationScoped
class SetAside {
    private final Sql sql;
    private final SampleAnswers sampling;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;

    SetAside(Sql sql, SampleAnswers sampling, Project.Repo projects, ModelVersion.Repo models) {
        this.sql = sql;
        this.sampling = sampling;
        this.projects = projects;
        this.models = models;
    }

    /** @throws UnreadableMessage when there is no such prompt in the run's project */
    void keep(TrainingRun run, Recipe.Generate recipe, UUID prompt, String reason, Instant now) {
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

    /** Asks others in place of those that a finished run has set aside, for whom and in the round in which it was asked for. */
    void replace(TrainingRun run, Instant now) {
        int count = (int) sql.number("select count(*) from prompt_set_aside where run_id = ?", run.id);
        if (count == 0) {
            return;
        }
        Optional<UUID> round = Optional.ofNullable(run.roundId)
                .filter(id -> sql.number("select count(*) from round where id = ? and finished_at is null", id) == 1);
        RequestedBy asked = new RequestedBy(Optional.ofNullable(run.requestedBy), round, OptionalLong.empty());
        sampling.request(projects.findById(run.projectId), models.findById(run.policyId), count, asked, now);
    }
}
