package hone.round;

import hone.audit.Audit;
import hone.dataset.FreshJudgments;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.training.StageSettings;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Starts a round, or says why it can't be started. The stages follow with the tick. */
@ApplicationScoped
public class StartRound {
    private final ProjectLock projectLock;
    private final Round.Repo rounds;
    private final StageSettings.Repo settings;
    private final RoundStages stages;
    private final FreshJudgments fresh;
    private final Audit audit;
    private final RoundsConfig config;

    StartRound(
            ProjectLock projectLock,
            Round.Repo rounds,
            StageSettings.Repo settings,
            RoundStages stages,
            FreshJudgments fresh,
            Audit audit,
            RoundsConfig config) {
        this.projectLock = projectLock;
        this.rounds = rounds;
        this.settings = settings;
        this.stages = stages;
        this.fresh = fresh;
        this.audit = audit;
        this.config = config;
    }

    /** @throws Conflict when one is running or nothing new was accepted; the sentence names the numbers */
    @Transactional
    public Round byHand(Project project, UUID person, Instant now) {
        whyNot(project).ifPresent(sentence -> {
            throw new Conflict(sentence);
        });
        return start(project, Optional.of(person), Optional.empty(), now);
    }

    /** @return why there was no reason for a round; the sentence becomes the schedule's note */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<String> bySchedule(Project project, Instant dueAt, Instant now) {
        Optional<String> whyNot = whyNot(project);
        if (whyNot.isEmpty()) {
            start(project, Optional.empty(), Optional.of(dueAt), now);
        }
        return whyNot;
    }

    /** Runs under the project's lock, so that if two people start a round at once, one is told. */
    private Optional<String> whyNot(Project project) {
        projectLock.hold(project.id);
        Optional<Round> running = rounds.running(project.id);
        if (running.isPresent()) {
            return Optional.of("Round " + running.get().number + " is still running, and one runs at a time. "
                    + "Nothing was started; wait for its end or stop it.");
        }
        FreshJudgments.Count count = fresh.of(project.id);
        return count.noJudgment() ? Optional.of("No round was started. " + count.whyNot()) : Optional.empty();
    }

    private Round start(Project project, Optional<UUID> person, Optional<Instant> dueAt, Instant now) {
        int number = projectLock.next(Round.class, project.id);
        Round round = Round.of(project.id, number, now);
        round.startedBy = person.orElse(null);
        round.dueAt = dueAt.orElse(null);
        round.late = dueAt.filter(due -> Duration.between(due, now).compareTo(config.lateAfter()) > 0)
                .isPresent();
        rounds.persistAndFlush(round);
        stages.begin(round.id, settings.ofProject(project.id));
        audit.note(
                person,
                Optional.of(project.id),
                "round.started",
                round.id.toString(),
                Map.of("number", number, "late", round.late),
                now);
        return round;
    }
}
