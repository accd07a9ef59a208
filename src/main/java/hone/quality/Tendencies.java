package hone.quality;

import hone.evaluation.Interval;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.web.Wording;
import java.util.Optional;

/**
 * What one person tends to in one kind of work, as it is stored.
 *
 * @param agreement with the others on tasks that somebody else has judged too; empty where there is none
 * @param gold how often the known answer of a gold task was found; empty where none was judged
 * @param repeats whether they decided the same again
 */
record Tendencies(
        String name,
        boolean simulated,
        long judgments,
        Optional<Share> agreement,
        Sided sided,
        Optional<Share> gold,
        Repeats repeats,
        Time time) {

    /**
     * Of comparisons; each empty where there is none.
     *
     * @param left how often the answer on the left was preferred, of the judgments that prefer one
     * @param longer how often the longer one was
     * @param ties how often neither was
     * @param reward how often the one was that the reward model expected
     */
    record Sided(Optional<Share> left, Optional<Share> longer, Optional<Share> ties, Optional<Share> reward) {}

    boolean compares() {
        return sided.ties().isPresent();
    }

    boolean isExpected() {
        return sided.reward().isPresent();
    }

    /** The median time of a judgment. */
    record Time(double seconds, Optional<Interval> interval) {}

    /** Whether enough tasks are shared with others to say how far they agree. */
    public boolean isEnough() {
        return agreement.filter(share -> !share.tooFew()).isPresent();
    }

    /** Tasks that somebody else has judged too. */
    public long compared() {
        return agreement.map(Share::of).orElse(0L);
    }

    public IntervalBar bar() {
        Share share = agreement.orElseThrow();
        return IntervalBar.ofShare(share.share(), share.interval(), 0);
    }

    /** Shares of fewer than thirty say nothing. */
    public Optional<Share> leftKnown() {
        return sided.left().filter(share -> !share.tooFew());
    }

    public Optional<Share> longerKnown() {
        return sided.longer().filter(share -> !share.tooFew());
    }

    public Optional<Share> tiesKnown() {
        return sided.ties().filter(share -> !share.tooFew());
    }

    public Optional<Share> rewardKnown() {
        return sided.reward().filter(share -> !share.tooFew());
    }

    public boolean isSecondsKnown() {
        return judgments >= Verdict.ENOUGH && time.interval().isPresent();
    }

    public String secondsText() {
        return Wording.brief(time.seconds());
    }

    public String secondsLow() {
        return Wording.brief(time.interval().orElseThrow().low());
    }

    public String secondsHigh() {
        return Wording.brief(time.interval().orElseThrow().high());
    }
}
