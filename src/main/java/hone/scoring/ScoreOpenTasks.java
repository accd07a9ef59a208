package hone.scoring;

import hone.contract.ScoreRecipe;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.score.Scorer;
import hone.score.Scorer.Asked;
import hone.score.Scorer.Repo.Candidate;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks the newest reward models of a project about the answers of its open tasks, one run at a time. Three of them, since the variance
 * of what several say is what tasks are chosen by (Christiano et al., arXiv 1706.03741, had an ensemble of three); the newest first.
 */
@ApplicationScoped
class ScoreOpenTasks {
    static final int MODELS = 3;

    /** A worker takes seconds to begin, so a few new tasks wait for more. */
    private static final Duration WAITS_FOR_MORE = Duration.ofMinutes(2);

    /** After a run that failed or was cancelled, the same model is asked again so much later. */
    static final Duration AGAIN_AFTER = Duration.ofHours(1);

    /** Of tasks whose answers all have a score, so many runs' worth are passed in one look. */
    private static final int PASSED_MAX = 20;

    private static final int BATCH_ROWS = 32;

    private static final Logger LOG = Logger.getLogger(ScoreOpenTasks.class);

    private final Sql sql;
    private final ProjectLock projectLock;
    private final Scorer.Repo scorers;
    private final UnscoredAnswers unscored;
    private final RequestRun requests;
    private final TrainingRun.Repo runs;
    private final Project.Repo projects;
    private final ModelVersion.Repo models;

    ScoreOpenTasks(
            Sql sql,
            ProjectLock projectLock,
            Scorer.Repo scorers,
            UnscoredAnswers unscored,
            RequestRun requests,
            TrainingRun.Repo runs,
            Project.Repo projects,
            ModelVersion.Repo models) {
        this.sql = sql;
        this.projectLock = projectLock;
        this.scorers = scorers;
        this.unscored = unscored;
        this.requests = requests;
        this.runs = runs;
        this.projects = projects;
        this.models = models;
    }

    @Scheduled(
            identity = "score-open-tasks",
            every = "{hone.scoring.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        for (UUID project : sql.list("select id from project where scored order by id", c -> c.id("id"))) {
            try {
                QuarkusTransaction.requiringNew().run(() -> look(project, Instant.now()));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the open tasks of project %s could not be scored", project);
            }
        }
    }

    /** @return the run that was requested; empty where nothing is to be asked now */
    Optional<TrainingRun> look(UUID project, Instant now) {
        // Two instances at once would both find the same tasks.
        projectLock.hold(project);
        List<Candidate> candidates = newest(project);
        scorers.end(project, candidates.stream().map(Candidate::model).collect(Collectors.toSet()));
        candidates.forEach(candidate -> scorers.begin(project, candidate));
        for (Scorer scorer : scorers.of(project)) {
            boolean asked = candidates.stream().anyMatch(one -> one.model().equals(scorer.model()));
            Optional<Asked> last = scorer.asked();
            Optional<TrainingRun> run = last.map(on -> runs.findById(on.run()));
            if (run.filter(on -> !on.finished()).isPresent()) {
                return Optional.empty();
            }
            if (!asked || run.filter(on -> !on.succeeded() && isRecent(on, now)).isPresent()) {
                continue;
            }
            UUID from = run.filter(TrainingRun::succeeded).isPresent()
                    ? last.orElseThrow().to()
                    : scorer.walkedTo();
            Optional<TrainingRun> requested = ask(project, scorer, from, now);
            if (requested.isPresent()) {
                return requested;
            }
        }
        return Optional.empty();
    }

    private static boolean isRecent(TrainingRun run, Instant now) {
        return run.finishedAt != null && run.finishedAt.isAfter(now.minus(AGAIN_AFTER));
    }

    private Optional<TrainingRun> ask(UUID project, Scorer scorer, UUID after, Instant now) {
        UUID model = scorer.model();
        UUID from = after;
        for (int i = 0; i < PASSED_MAX; i++) {
            UnscoredAnswers.Next next = unscored.after(project, model, from);
            if (next.last().isEmpty()) {
                break;
            }
            if (!next.prompts().isEmpty()) {
                boolean few = next.tasks() < UnscoredAnswers.TASKS_MAX;
                if (few
                        && scorer.askedAt()
                                .filter(at -> at.isAfter(now.minus(WAITS_FOR_MORE)))
                                .isPresent()) {
                    break;
                }
                scorers.walk(model, from);
                TrainingRun run = requests.request(
                        projects.findById(project),
                        new ScoreRecipe(next.prompts(), "auto", BATCH_ROWS),
                        Optional.empty(),
                        RequestRun.From.policy(models.findById(model)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        now);
                scorers.ask(model, new Asked(run.id, next.last().orElseThrow()), now);
                return Optional.of(run);
            }
            from = next.last().orElseThrow();
        }
        if (scorer.asked().isPresent() || !from.equals(scorer.walkedTo())) {
            scorers.walk(model, from);
        }
        return Optional.empty();
    }

    /** The reward models of the project, the newest first. */
    private List<Candidate> newest(UUID project) {
        return sql.list("""
                select m.id, r.dataset_id from model_version m left join run r on r.id = m.run_id
                where m.project_id = ? and m.kind = 'reward' order by m.id desc limit %d""".formatted(MODELS), c -> new Candidate(c.id("id"), c.maybeId("dataset_id")), project);
    }
}
