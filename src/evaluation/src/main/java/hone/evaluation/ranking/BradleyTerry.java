package hone.evaluation.ranking;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.bootstrap.Bootstrap;
import hone.evaluation.bootstrap.Multinomial;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The most likely strengths when a beats b with probability σ(s_a − s_b), a vote for neither counting as half a win of each
 * (Bradley and Terry 1952; Hunter 2004, MM algorithms for generalized Bradley-Terry models, for when they exist).
 *
 * @param logStrength s, its mean 0
 * @param logLikelihood Σ wins of a over b · ln σ(s_a − s_b)
 */
public record BradleyTerry(double[] logStrength, double logLikelihood) {

    /** @param names what an item is called where a reason names it */
    public static Measure<BradleyTerry> of(PairCounts counts, IntFunction<String> names) {
        return from(counts, names, new double[counts.items]);
    }

    private static Measure<BradleyTerry> from(PairCounts counts, IntFunction<String> names, double[] start) {
        Optional<String> reason = new Comparability(counts, names).whyUndefined();
        return reason.isPresent() ? Measure.undefined(reason.get()) : new BradleyTerryFit(counts, start).run();
    }

    /**
     * The 95 % interval of each strength, drawing again all votes. Votes of one pair and outcome are interchangeable, so a
     * resample draws how many votes each pair and outcome gets, which has the same distribution as drawing vote by vote.
     */
    public static Measure<List<Interval>> intervals(PairCounts counts, IntFunction<String> names, Bootstrap bootstrap) {
        return of(counts, names).flatMap(fit -> {
            Multinomial resample = new Multinomial(counts.counts);
            long votes = Math.round(counts.total());
            return bootstrap.intervals(random -> from(counts.with(resample.draw(random, votes)), names, fit.logStrength)
                    .map(BradleyTerry::logStrength));
        });
    }
}
