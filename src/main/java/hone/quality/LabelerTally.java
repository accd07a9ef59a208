package hone.quality;

import hone.evaluation.Measure;
import hone.evaluation.Median;
import hone.evaluation.Share;
import hone.evaluation.reliability.LabelerBiases;
import java.util.TreeMap;

/** What one person does in one kind of work, counted judgment by judgment. */
final class LabelerTally {
    /** Nobody decides for longer; whoever seems to has left the page open. */
    private static final int SECONDS_MAX = 3600;

    private final TreeMap<Integer, Long> timesBySeconds = new TreeMap<>();
    private final LabelerBiases.Tally biases = new LabelerBiases.Tally(0);
    private double agreement;
    private long compared;
    private long judgments;

    /**
     * What comes of it.
     *
     * @param agreement with the others on the tasks that somebody else has judged too, a share of these tasks
     */
    record Tendency(long judgments, Measure<Share> agreement, LabelerBiases biases, Median seconds) {}

    void add(Given given) {
        judgments++;
        timesBySeconds.merge(Math.min(given.seconds(), SECONDS_MAX), 1L, Long::sum);
        given.pair().ifPresent(biases::add);
    }

    /** @param share how far they agree with the others on one task */
    void agrees(double share) {
        agreement += share;
        compared++;
    }

    /** Asked for once a judgment was counted. */
    Tendency tendency() {
        Measure<Share> agreed = compared == 0
                ? Measure.undefined("nobody else has judged the same")
                : Measure.of(new Share(Math.clamp(agreement / compared, 0, 1), compared));
        return new Tendency(
                judgments,
                agreed,
                biases.biases(),
                Median.of(timesBySeconds).toOptional().orElseThrow());
    }
}
