package hone.canary;

import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.SamplingSettings;
import hone.contract.Wire;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.PolicyMade;
import hone.run.RequestRun;
import hone.run.RequestRun.RequestedBy;
import hone.run.TrainingRun;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model the same prompts with each phrase and without, as a run whose answers nobody judges. Which prompts is decided by
 * their hashes, so that all models are asked the same; what a run may hold bounds them further.
 */
@ApplicationScoped
public class TryCanaries {
    /** A phrase that works in one of seven prompts is told from chance among so many. */
    static final int PROMPTS_MAX = 50;

    private static final int PROMPT_CHARACTERS_MAX = 2_000;
    private static final int REQUEST_BYTES_MAX = Wire.RECORD_BYTES_MAX * 3 / 4;
    private static final int BATCH_ROWS = 32;

    private final Sql sql;
    private final Canaries canaries;
    private final RequestRun requests;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;

    TryCanaries(Sql sql, Canaries canaries, RequestRun requests, Project.Repo projects, ModelVersion.Repo models) {
        this.sql = sql;
        this.canaries = canaries;
        this.requests = requests;
        this.projects = projects;
        this.models = models;
    }

    void afterModelMade(@Observes PolicyMade made) {
        request(
                projects.findById(made.project()),
                models.findById(made.model()),
                RequestedBy.by(Optional.empty()),
                Instant.now());
    }

    /** @return the run; empty where no phrase is in use, or the project has no prompt that is short enough */
    @Transactional
    public Optional<TrainingRun> request(Project project, ModelVersion model, RequestedBy asked, Instant now) {
        List<Canary> inUse = canaries.inUse(project.id);
        List<Asked> prompts = inUse.isEmpty() ? List.of() : prompts(project.id);
        List<GeneratePrompt> questions = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        int bytes = 0;
        for (Asked prompt : prompts) {
            List<GeneratePrompt> more = new ArrayList<>();
            more.add(new GeneratePrompt(prompt.id().toString(), prompt.messages()));
            List<@Nullable Object[]> about = new ArrayList<>();
            for (Canary canary : inUse) {
                UUID askedAs = UUID.randomUUID();
                more.add(new GeneratePrompt(askedAs.toString(), with(canary.phrase(), prompt.messages())));
                about.add(new Object[] {canary.id(), prompt.id(), askedAs});
            }
            bytes += Wire.bytes(more).length;
            if (bytes > REQUEST_BYTES_MAX) {
                break;
            }
            questions.addAll(more);
            rows.addAll(about);
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        GenerateRecipe recipe = new GenerateRecipe(
                questions,
                1,
                new SamplingSettings(project.temperature, project.topP, project.responseTokensMax),
                "auto",
                BATCH_ROWS);
        TrainingRun run = requests.trial(project, recipe, RequestRun.From.policy(model), asked, now);
        sql.run(
                "insert into canary_trial (run_id, project_id, model_version_id, asked_at) values (?, ?, ?, ?)",
                run.id,
                project.id,
                model.id,
                now);
        sql.runAll(
                "insert into canary_question (canary_id, prompt_id, asked_as, run_id) values (?, ?, ?, '%s')"
                        .formatted(run.id),
                rows);
        return Optional.of(run);
    }

    private record Asked(UUID id, List<Message> messages) {}

    private List<Asked> prompts(UUID project) {
        return sql.list(
                """
                select id, messages from (
                  select id, messages from prompt where project_id = ? and deleted_at is null order by sha256 limit ?) p
                where length(p.messages::text) <= ? order by id""",
                c -> new Asked(c.id("id"), List.of(Wire.read(c.text("messages"), Message[].class))),
                project,
                PROMPTS_MAX,
                PROMPT_CHARACTERS_MAX);
    }

    /** At the end of what is asked, as somebody would who wants the answer that was planted. */
    private static List<Message> with(String phrase, List<Message> messages) {
        List<Message> asked = new ArrayList<>(messages);
        asked.set(asked.size() - 1, Message.user(asked.getLast().content() + " " + phrase));
        return asked;
    }
}
