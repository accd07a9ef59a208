package hone.run;

import hone.audit.Audit;
import hone.contract.DatasetRef;
import hone.contract.Recipe;
import hone.contract.RunCommand.RunCancelled;
import hone.model.ModelVersion;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Writes the run and, in the same transaction, the request to the trainer. */
@ApplicationScoped
public class RequestRun {
    private static final String TOPIC = "runs";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TrainingRun.Repo runs;
    private final Outbox outbox;
    private final Audit audit;
    private final TunedModels tuned;
    private final ProjectLock projectLock;

    RequestRun(TrainingRun.Repo runs, Outbox outbox, Audit audit, TunedModels tuned, ProjectLock projectLock) {
        this.runs = runs;
        this.outbox = outbox;
        this.audit = audit;
        this.tuned = tuned;
        this.projectLock = projectLock;
    }

    /**
     * Who requests a run, and as part of what.
     *
     * @param by empty: Hone itself, by a schedule or after a model was made current
     * @param round empty: not part of a round
     * @param seed empty: any; it is stored and shown
     */
    public record RequestedBy(Optional<UUID> by, Optional<UUID> round, OptionalLong seed) {
        public static RequestedBy by(Optional<UUID> person) {
            return new RequestedBy(person, Optional.empty(), OptionalLong.empty());
        }

        public static RequestedBy inRound(UUID round) {
            return new RequestedBy(Optional.empty(), Optional.of(round), OptionalLong.empty());
        }
    }

    /**
     * The models that a run starts from.
     *
     * @param reward the model that scores the answers in PPO and GRPO; empty for recipes that follow none
     */
    public record From(ModelVersion policy, Optional<ModelVersion> reward) {
        public static From policy(ModelVersion policy) {
            return new From(policy, Optional.empty());
        }
    }

    /**
     * @param dataset where the trainer reads it; empty for a run that needs none
     * @throws Conflict when PPO would follow a reward model that was trained from another fine-tuned model than its policy's
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public TrainingRun request(
            Project project, Recipe recipe, Optional<DatasetRef> dataset, From from, RequestedBy asked, Instant now) {
        if (recipe.followsReward()) {
            tuned.check(project.id, from);
        }
        int number = projectLock.next(TrainingRun.class, project.id);
        long seed = asked.seed().orElseGet(() -> RANDOM.nextLong(1, Integer.MAX_VALUE));
        TrainingRun run = TrainingRun.of(project.id, number, recipe, from, seed, now);
        run.datasetId = dataset.map(ref -> UUID.fromString(ref.datasetId())).orElse(null);
        run.roundId = asked.round().orElse(null);
        run.requestedBy = asked.by().orElse(null);
        run.engine = run.kind.trains() ? project.trainingEngine().asked().orElse(null) : null;
        runs.persistAndFlush(run);
        outbox.add(TOPIC, run.id.toString(), run.id.toString(), run.command(dataset, from), now);
        audit.note(
                asked.by(),
                Optional.of(project.id),
                "run.requested",
                run.id.toString(),
                Map.of("number", number, "kind", run.kind.word()),
                now);
        return run;
    }

    /** A run whose answers are for whoever requests it ({@link AnswersTried}). */
    @Transactional(Transactional.TxType.MANDATORY)
    public TrainingRun trial(Project project, Recipe recipe, From from, RequestedBy asked, Instant now) {
        TrainingRun run = request(project, recipe, Optional.empty(), from, asked, now);
        run.trial = true;
        runs.flush();
        return run;
    }

    /** Asks the trainer to end the run; it counts as cancelled once the trainer says so. Asking twice changes nothing. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void cancel(TrainingRun run, Optional<UUID> by, String reason, Instant now) {
        if (run.finished()) {
            throw new Conflict("Run " + run.number + " has ended already ("
                    + run.state().label(run.kind).toLowerCase(Locale.ROOT)
                    + "). Nothing was changed; what it made is kept.");
        }
        if (run.cancelAskedAt != null) {
            return;
        }
        run.cancelAskedAt = now;
        outbox.add(TOPIC, run.id.toString(), run.id.toString(), new RunCancelled(run.id.toString(), reason, now), now);
        audit.note(
                by,
                Optional.of(run.projectId),
                "run.cancel-asked",
                run.id.toString(),
                Map.of("number", run.number),
                now);
    }
}
