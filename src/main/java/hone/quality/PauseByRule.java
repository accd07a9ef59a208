package hone.quality;

import hone.evaluation.Share;
import hone.pause.Evidence;
import hone.pause.PausePerson;
import hone.pause.PauseRule;
import hone.pause.PauseRules;
import hone.pause.Pauses;
import hone.pause.RuleSetting;
import hone.review.Reviews;
import hone.web.LabelersFirst;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Pauses people by the rules of their projects, in the background, so that no submission waits for it: of everybody who has judged since
 * the last look the newest judgments are read, the same few however many there are. Their agreement may also change when others judge
 * the same tasks; that is noticed when they judge next, and until then nothing comes of them.
 */
@ApplicationScoped
class PauseByRule {
    private static final Logger LOG = Logger.getLogger(PauseByRule.class);

    private final PauseRules rules;
    private final Pauses pauses;
    private final PausePerson pausePerson;
    private final ReadNewest newest;
    private final Reviews reviews;
    private final LabelersFirst labelersFirst;

    PauseByRule(
            PauseRules rules,
            Pauses pauses,
            PausePerson pausePerson,
            ReadNewest newest,
            Reviews reviews,
            LabelersFirst labelersFirst) {
        this.rules = rules;
        this.pauses = pauses;
        this.pausePerson = pausePerson;
        this.newest = newest;
        this.reviews = reviews;
        this.labelersFirst = labelersFirst;
    }

    @Scheduled(
            identity = "pause-by-rule",
            every = "{hone.pauses.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        for (PauseRules.Due due : rules.take()) {
            look(due.project(), due.since());
        }
    }

    /** @param since whoever has judged after that is looked at */
    void look(UUID project, Instant since) throws InterruptedException {
        List<RuleSetting> settings = rules.of(project);
        for (UUID labeler : newest.judgedSince(project, since)) {
            long began = System.nanoTime();
            try {
                look(new PausePerson.Subject(project, labeler), settings);
            } catch (RuntimeException e) {
                // They are looked at again when they judge next.
                LOG.errorf(e, "the newest judgments of %s in project %s could not be looked at", labeler, project);
            }
            labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private void look(PausePerson.Subject subject, List<RuleSetting> settings) {
        Instant after = pauses.forgivenUntil(subject.project(), subject.labeler());
        List<NewestWork.One> work = newest.of(subject.project(), subject.labeler(), after);
        Map<PauseRule, Share> measured = NewestWork.measured(work);
        settings.stream()
                .flatMap(setting -> evidence(setting, subject, after, measured, work).stream())
                .filter(evidence -> evidence.setting().isBrokenBy(evidence.measured()))
                .findFirst()
                .ifPresent(evidence ->
                        QuarkusTransaction.requiringNew().run(() -> pause(subject, evidence, Instant.now())));
    }

    /** What a rule looks at; empty where there is nothing of it. */
    private Optional<Evidence> evidence(
            RuleSetting setting,
            PausePerson.Subject subject,
            Instant after,
            Map<PauseRule, Share> measured,
            List<NewestWork.One> work) {
        return switch (setting.rule()) {
            case AGREEMENT, SPEED, SIDE ->
                Optional.ofNullable(measured.get(setting.rule()))
                        .map(share -> new Evidence(
                                setting, share, work.getLast().mine().at()));
            case GOLD -> ofNoData(setting, newest.gold(subject.project(), subject.labeler(), after));
            case CONSISTENCY -> ofNoData(setting, newest.repeats(subject.project(), subject.labeler(), after));
        };
    }

    private static Optional<Evidence> ofNoData(RuleSetting setting, Optional<ReadNewest.OfNoData> found) {
        return found.map(newest -> new Evidence(setting, newest.share(), newest.since()));
    }

    private void pause(PausePerson.Subject subject, Evidence evidence, Instant now) {
        if (pausePerson.hold(subject) == PausePerson.Outcome.PAUSED) {
            int marked = reviews.enterBeforePause(subject.project(), subject.labeler(), evidence.since(), now);
            pausePerson.byRule(subject, evidence, marked, now);
            LOG.infof(
                    "labeler %s is paused in project %s by rule %s",
                    subject.labeler(),
                    subject.project(),
                    evidence.setting().rule().word());
        }
    }
}
