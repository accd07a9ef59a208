package hone.bench.stats;

import hone.evaluation.Interval;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.agreement.KrippendorffAlpha;
import hone.evaluation.agreement.Scale;
import hone.evaluation.bootstrap.Bootstrap;
import hone.evaluation.ranking.BradleyTerry;
import hone.evaluation.ranking.PairCounts;
import hone.evaluation.reliability.DawidSkene;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is measured: each computes from rows in memory to the result, and returns numbers that a peer must find too. */
enum Case {
    /** Strengths of 50 models and their intervals by 1000 resamples. */
    BT_1M("bt-1m") {
        @Override
        Rows rows() {
            return Rows.votes(ROWS);
        }

        @Override
        double[] compute(Rows rows) {
            double[] scores =
                    Arrays.stream(rows.third()).mapToDouble(of -> of / 2.0).toArray();
            PairCounts counts = PairCounts.ofVotes(Rows.MODELS, rows.first(), rows.second(), scores);
            BradleyTerry fit = value(BradleyTerry.of(counts, Integer::toString));
            List<Interval> intervals = value(BradleyTerry.intervals(counts, Integer::toString, BOOTSTRAP));
            if (intervals.size() != Rows.MODELS) {
                throw new IllegalStateException(intervals.size() + " intervals");
            }
            return fit.logStrength();
        }
    },
    /** True classes, priors and the errors of 2000 workers, until crowd-kit's default rule ends EM on both sides. */
    DS_1M("ds-1m") {
        @Override
        Rows rows() {
            return Rows.labels(ROWS);
        }

        @Override
        double[] compute(Rows rows) {
            DawidSkene found = value(DawidSkene.of(labels(rows, Rows.CLASSES), new DawidSkene.Stop(1e-5, 100)));
            return IntStream.range(0, COMPARED_ITEMS).mapToDouble(found::label).toArray();
        }
    },
    /** Ordinal alpha of five grades with its interval by 1000 resamples. */
    ALPHA_1M("alpha-1m") {
        @Override
        Rows rows() {
            return Rows.grades(ROWS);
        }

        @Override
        double[] compute(Rows rows) {
            Labels labels = labels(rows, Rows.GRADES);
            double alpha = value(KrippendorffAlpha.of(labels, new Scale.Ordinal()));
            Interval interval = value(KrippendorffAlpha.interval(labels, new Scale.Ordinal(), BOOTSTRAP));
            return new double[] {alpha, interval.low(), interval.high()};
        }
    };

    static final int ROWS = 1_000_000;
    static final int COMPARED_ITEMS = 10_000;
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1_000, 1);

    private final String word;

    Case(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<Case> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    abstract Rows rows();

    abstract double[] compute(Rows rows);

    private static Labels labels(Rows rows, int classes) {
        int items = rows.first().length / Rows.LABELS_PER_ITEM;
        return Labels.of(items, Rows.WORKERS, classes, rows.first(), rows.second(), rows.third());
    }

    private static <T> T value(Measure<T> measure) {
        return switch (measure) {
            case Measure.Value<T>(T value) -> value;
            case Measure.Undefined<T>(String reason) -> throw new IllegalStateException("undefined because " + reason);
        };
    }
}
