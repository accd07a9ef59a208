package hone.evaluation.reliability;

import hone.evaluation.Measure;
import hone.evaluation.Share;
import hone.evaluation.reliability.PairVerdict.Choice;
import hone.evaluation.reliability.PairVerdict.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one labeler tends to, whatever is shown: shares with their 95 % Wilson intervals ({@link Share}). None of them is a fault by
 * itself: longer answers may be better, and a reward model may be wrong. Sides are random, so a share of left far from a half is
 * a bias (position and length bias as in Zheng et al. 2023, arXiv 2306.05685, section 3.3, there of models as judges).
 *
 * @param left how often the left answer was preferred, of the verdicts that prefer one
 * @param longer how often the longer one was, where lengths differ
 * @param ties of all verdicts
 * @param fast verdicts in less than the given time, of those with a time
 * @param withReward how often the answer with the higher reward was preferred, where rewards differ
 * @param selfConsistent how often a pair that was shown again got the verdict that it got the time before, sides turned or not
 */
public record LabelerBiases(
        Measure<Share> left,
        Measure<Share> longer,
        Measure<Share> ties,
        Measure<Share> fast,
        Measure<Share> withReward,
        Measure<Share> selfConsistent) {

    /**
     * @param verdicts of one labeler, in the order in which they were given
     * @param fastSeconds a verdict that took less is fast
     */
    public static LabelerBiases of(List<PairVerdict> verdicts, double fastSeconds) {
        Tally tally = new Tally(fastSeconds);
        Map<Long, Optional<Long>> lastByPair = new HashMap<>();
        for (PairVerdict verdict : verdicts) {
            tally.add(verdict);
            Optional<Long> now = verdict.preferred().map(Shown::answer);
            Optional<Long> before = lastByPair.put(verdict.pair(), now);
            if (before != null) {
                tally.addAgain(before.equals(now));
            }
        }
        return tally.biases();
    }

    /** The same for verdicts that come by one after the other, too many to keep. */
    public static final class Tally {
        private final double fastSeconds;
        private final Count left = new Count();
        private final Count longer = new Count();
        private final Count ties = new Count();
        private final Count fast = new Count();
        private final Count withReward = new Count();
        private final Count selfConsistent = new Count();

        /** @param fastSeconds a verdict that took less is fast */
        public Tally(double fastSeconds) {
            this.fastSeconds = fastSeconds;
        }

        public void add(PairVerdict verdict) {
            ties.add(verdict.choice() == Choice.TIE);
            verdict.seconds().ifPresent(seconds -> fast.add(seconds < fastSeconds));
            verdict.preferred().ifPresent(preferred -> {
                Shown other = verdict.choice() == Choice.LEFT ? verdict.right() : verdict.left();
                left.add(verdict.choice() == Choice.LEFT);
                if (preferred.length() != other.length()) {
                    longer.add(preferred.length() > other.length());
                }
                double apart =
                        preferred.reward().orElse(Double.NaN) - other.reward().orElse(Double.NaN);
                if (apart != 0 && !Double.isNaN(apart)) {
                    withReward.add(apart > 0);
                }
            });
        }

        /** @param same whether a pair that was shown again got the verdict that it got the time before */
        public void addAgain(boolean same) {
            selfConsistent.add(same);
        }

        public LabelerBiases biases() {
            return new LabelerBiases(
                    left.share("no verdict prefers an answer"),
                    longer.share("no verdict prefers one of two answers of different length"),
                    ties.share("there are no verdicts"),
                    fast.share("no verdict has a time"),
                    withReward.share("no verdict prefers one of two answers with different rewards"),
                    selfConsistent.share("no pair was shown twice"));
        }
    }

    private static final class Count {
        private long yes;
        private long all;

        void add(boolean is) {
            yes += is ? 1 : 0;
            all++;
        }

        Measure<Share> share(String why) {
            return all == 0 ? Measure.undefined(why) : Measure.of(new Share((double) yes / all, all));
        }
    }
}
