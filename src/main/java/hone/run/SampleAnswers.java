package hone.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.SamplingSettings;
import hone.contract.Wire;
import hone.model.ModelMadeCurrent;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.run.RequestRun.RequestedBy;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests a model's answers to prompts that lack them: prompts that have fewer than the project's answers per prompt by this
 * model, are in no unfinished Generate run of the project, and are not set aside for this model with answers of this length
 * ({@link SetAside}). Prompts without open work come first, so that people don't run out of work; then the oldest. Each request
 * is bounded: answers of a model that is soon replaced are of no use.
 */
@ApplicationScoped
public class SampleAnswers {
    /** Leaves room for the rest of the request. */
    private static final int PROMPT_BYTES_MAX = Wire.RECORD_BYTES_MAX * 3 / 4;

    private static final int BATCH_ROWS = 32;
    private static final ObjectMapper JSON = Wire.mapper();

    private final Sql sql;
    private final ProjectLock projectLock;
    private final RequestRun requests;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;
    private final SamplingConfig config;

    SampleAnswers(
            Sql sql,
            ProjectLock projectLock,
            RequestRun requests,
            Project.Repo projects,
            ModelVersion.Repo models,
            SamplingConfig config) {
        this.sql = sql;
        this.projectLock = projectLock;
        this.requests = requests;
        this.projects = projects;
        this.models = models;
        this.config = config;
    }

    void afterMadeCurrent(@Observes ModelMadeCurrent made) {
        request(
                projects.findById(made.project()),
                models.findById(made.model()),
                RequestedBy.by(made.by()),
                Instant.now());
    }

    /** For as many prompts as the settings allow. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<TrainingRun> request(Project project, ModelVersion model, RequestedBy asked, Instant now) {
        return request(project, model, config.promptsMax(), asked, now);
    }

    /** @return the runs requested; empty when no prompt lacks answers of this model */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<TrainingRun> request(
            Project project, ModelVersion model, int promptsMax, RequestedBy asked, Instant now) {
        // Two at once would both find the same prompts.
        projectLock.hold(project.id);
        List<TrainingRun> requested = new ArrayList<>();
        for (List<GeneratePrompt> part : inRequests(shortPrompts(project, model, promptsMax))) {
            GenerateRecipe recipe = new GenerateRecipe(
                    part,
                    project.answersPerPrompt,
                    new SamplingSettings(project.temperature, project.topP, project.responseTokensMax),
                    "auto",
                    BATCH_ROWS);
            requested.add(
                    requests.request(project, recipe, Optional.empty(), RequestRun.From.policy(model), asked, now));
        }
        return requested;
    }

    private List<GeneratePrompt> shortPrompts(Project project, ModelVersion model, int promptsMax) {
        return sql.list(
                """
                with asked as (
                  select (q ->> 'promptId') as prompt_id
                  from run r cross join lateral jsonb_array_elements(r.recipe -> 'prompts') q
                  where r.project_id = ? and r.kind = 'generate' and r.finished_at is null and not r.trial)
                select p.id, p.messages from prompt p
                where p.project_id = ? and p.deleted_at is null
                  and (select count(*) from answer a where a.prompt_id = p.id and a.model_version_id = ?) < ?
                  and not exists (select 1 from asked where asked.prompt_id = p.id::text)
                  and not exists (
                    select 1 from prompt_set_aside s
                    where s.prompt_id = p.id and s.model_version_id = ? and s.response_tokens_max <= ?)
                order by exists (
                    select 1 from task t join slot s on s.task_id = t.id
                    where t.prompt_id = p.id and t.closed_at is null and s.state in ('free', 'taken')), p.id
                limit ?""",
                c -> prompt(c.id("id"), c.text("messages")),
                project.id,
                project.id,
                model.id,
                project.answersPerPrompt,
                model.id,
                project.responseTokensMax,
                promptsMax);
    }

    private static GeneratePrompt prompt(UUID id, String messages) {
        try {
            return new GeneratePrompt(id.toString(), JSON.readValue(messages, new TypeReference<List<Message>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("prompt " + id + " can't be read", e);
        }
    }

    /** Splits the prompts into parts that fit a request: by number and by bytes. */
    List<List<GeneratePrompt>> inRequests(List<GeneratePrompt> prompts) {
        List<List<GeneratePrompt>> parts = new ArrayList<>();
        List<GeneratePrompt> part = new ArrayList<>();
        int bytes = 0;
        for (GeneratePrompt prompt : prompts) {
            int more = Wire.bytes(prompt).length + 1;
            if (!part.isEmpty() && (part.size() == config.promptsPerRunMax() || bytes + more > PROMPT_BYTES_MAX)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(prompt);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
