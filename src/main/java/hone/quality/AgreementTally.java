package hone.quality;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.agreement.ItemMean;
import hone.evaluation.agreement.KendallTau;
import hone.evaluation.agreement.KrippendorffAlpha;
import hone.evaluation.agreement.RatingSets;
import hone.evaluation.bootstrap.Bootstrap;
import hone.quality.Items.About;
import hone.quality.Items.Opinion;
import java.util.List;

/** Agreement about one subject within one scope, counted task by task. */
final class AgreementTally {
    private static final String ALL_LEVEL = "in each pair, one ranking puts all answers level";

    private final Form form;
    private final RatingSets sets;
    private final ItemMean taus = new ItemMean();
    private final ItemMean raw = new ItemMean();
    private long judgments;
    private long simulated;

    /**
     * What comes of it.
     *
     * @param items judged by two or more
     * @param estimate alpha, or tau of orders
     * @param interval its 95 % interval
     * @param raw agreement with chance included, the mean over items
     */
    record Agreed(
            long judgments,
            long simulated,
            long items,
            Measure<Double> estimate,
            Measure<Interval> interval,
            Measure<Double> raw) {}

    AgreementTally(Form form) {
        this.form = form;
        this.sets = new RatingSets(form.classes());
    }

    void add(About task) {
        judgments += task.judgments();
        simulated += task.simulated();
        task.items().stream().filter(item -> item.size() > 1).forEach(this::add);
    }

    private void add(List<Opinion> item) {
        raw.add(meanAgreement(item));
        if (form == Form.ORDER) {
            double[][] orders = item.stream().map(Opinion::said).toArray(double[][]::new);
            KendallTau.meanOfPairs(orders).toOptional().ifPresent(taus::add);
            return;
        }
        int[] ratings = new int[form.classes()];
        item.forEach(opinion -> ratings[(int) opinion.said()[0]]++);
        sets.add(ratings);
    }

    private double meanAgreement(List<Opinion> item) {
        double sum = 0;
        for (int one = 0; one < item.size(); one++) {
            for (int other = one + 1; other < item.size(); other++) {
                sum += form.agreement(item.get(one).said(), item.get(other).said());
            }
        }
        return sum / (item.size() * (item.size() - 1) / 2.0);
    }

    long judgments() {
        return judgments;
    }

    Agreed agreed(Bootstrap bootstrap) {
        if (form != Form.ORDER) {
            return agreed(
                    KrippendorffAlpha.of(sets, form.scale()),
                    KrippendorffAlpha.interval(sets, form.scale(), bootstrap));
        }
        return taus.items() == 0 && raw.items() > 0
                ? agreed(Measure.undefined(ALL_LEVEL), Measure.undefined(ALL_LEVEL))
                : agreed(taus.mean(), taus.interval(bootstrap));
    }

    private Agreed agreed(Measure<Double> estimate, Measure<Interval> interval) {
        return new Agreed(judgments, simulated, raw.items(), estimate, interval, raw.mean());
    }
}
