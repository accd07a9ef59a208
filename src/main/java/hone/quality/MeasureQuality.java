package hone.quality;

import hone.evaluation.bootstrap.Bootstrap;
import hone.quality.AgreementTally.Agreed;
import hone.quality.ProjectTally.Part;
import hone.web.LabelersFirst;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Measures how far people agree, in the background, so that no page does: a project in which something has changed is read from end
 * to end, once a minute at most and the more rarely the longer it takes, resting while people label. One instance does it at a time.
 */
@ApplicationScoped
class MeasureQuality {
    private static final Logger LOG = Logger.getLogger(MeasureQuality.class);

    /** Enough for two digits of an interval's ends. The seed is fixed, so that the same judgments give the same numbers. */
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1_000, 20_261_130);

    private static final int TASKS_AT_A_TIME = 1_000;

    private final QualityMeasures measures;
    private final ReadJudged judged;
    private final LabelersFirst labelersFirst;

    MeasureQuality(QualityMeasures measures, ReadJudged judged, LabelersFirst labelersFirst) {
        this.measures = measures;
        this.judged = judged;
        this.labelersFirst = labelersFirst;
    }

    @Scheduled(
            identity = "measure-quality",
            every = "{hone.quality.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        for (UUID project : measures.due()) {
            try {
                measure(project);
            } catch (RuntimeException e) {
                // Its lease stays, so it is tried again when that has run out.
                LOG.errorf(e, "the quality of project %s could not be measured", project);
            }
        }
    }

    /** Unless another instance is at it. */
    void measure(UUID project) {
        measures.take(project).ifPresent(at -> measure(project, at));
    }

    private void measure(UUID project, Instant at) {
        Pieces pieces = new Pieces(labelersFirst);
        ProjectTally tally = new ProjectTally();
        judged.eachTask(project, task -> {
            tally.add(task);
            pieces.oneMore();
        });
        pieces.rest();
        Map<Part, Agreed> agreed = tally.agreed(measures.versions(project), BOOTSTRAP, pieces::rest);
        measures.store(project, at, pieces.worked(), tally.judgments(), agreed, tally.tendencies());
    }

    /** Rests after each thousand tasks, and knows how long it worked. */
    private static final class Pieces {
        private final LabelersFirst labelersFirst;
        private final long began = System.nanoTime();
        private long piece = began;
        private Duration rested = Duration.ZERO;
        private int tasks;

        Pieces(LabelersFirst labelersFirst) {
            this.labelersFirst = labelersFirst;
        }

        void oneMore() {
            tasks++;
            if (tasks % TASKS_AT_A_TIME == 0) {
                rest();
            }
        }

        void rest() {
            try {
                rested = rested.plus(labelersFirst.giveWay(Duration.ofNanos(System.nanoTime() - piece)));
                piece = System.nanoTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Hone is ending", e);
            }
        }

        Duration worked() {
            return Duration.ofNanos(System.nanoTime() - began).minus(rested);
        }
    }
}
