package hone.round;

import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.PromptsLeftOut;
import hone.run.RequestRun.RequestedBy;
import hone.run.SampleAnswers;
import hone.run.TrainingRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Requests as many other prompts as a run had to leave out, for whoever requested the run, and as part of its round while that
 * lasts.
 */
@ApplicationScoped
class RequestReplacementPrompts {
    private final Round.Repo rounds;
    private final SampleAnswers sampling;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;

    RequestReplacementPrompts(
            Round.Repo rounds, SampleAnswers sampling, Project.Repo projects, ModelVersion.Repo models) {
        this.rounds = rounds;
        this.sampling = sampling;
        this.projects = projects;
        this.models = models;
    }

    void onLeftOut(@Observes PromptsLeftOut leftOut) {
        TrainingRun run = leftOut.run();
        Optional<UUID> round =
                Optional.ofNullable(run.roundId).filter(id -> rounds.count("id = ?1 and finishedAt is null", id) == 1);
        RequestedBy requestedBy = new RequestedBy(Optional.ofNullable(run.requestedBy), round, OptionalLong.empty());
        sampling.request(
                projects.findById(run.projectId),
                models.findById(run.policyId),
                leftOut.prompts(),
                requestedBy,
                leftOut.at());
    }
}
