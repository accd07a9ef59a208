package hone.quality;

import hone.evaluation.agreement.Scale;
import java.util.Locale;

/** How two judgments of the same thing are compared. What one says is a list of numbers. */
enum Form {
    /**
     * One of the seven steps between two answers, 0 to 6. Ordinal, because the steps are in order and nobody says that they are
     * equally far apart: “slightly better” and “no preference” differ less than “A is much better” and “B is much better”, which a
     * nominal alpha would not see.
     */
    PREFERENCE(7, new Scale.Ordinal()) {
        /** The same answer, however much better it is, or neither. */
        @Override
        double agreement(double[] one, double[] other) {
            return Math.signum(one[0] - NEITHER) == Math.signum(other[0] - NEITHER) ? 1 : 0;
        }
    },
    /** A step from 1 to 7 as 0 to 6, ordinal for the same reason. */
    SCALE(7, new Scale.Ordinal()),
    /** No or yes, 0 or 1. */
    FLAG(2, new Scale.Nominal()),
    /** The places of several answers, equal where they are level. Tau compares them, so there are no classes. */
    ORDER(0, new Scale.Ordinal()) {
        /** The share of the pairs of answers that both put in the same order. */
        @Override
        double agreement(double[] one, double[] other) {
            int same = 0;
            int pairs = 0;
            for (int i = 0; i < one.length; i++) {
                for (int k = i + 1; k < one.length; k++) {
                    same += Math.signum(one[i] - one[k]) == Math.signum(other[i] - other[k]) ? 1 : 0;
                    pairs++;
                }
            }
            return (double) same / pairs;
        }
    };

    /** The step in the middle of {@link #PREFERENCE}. */
    static final int NEITHER = 3;

    private final int classes;
    private final Scale scale;

    Form(int classes, Scale scale) {
        this.classes = classes;
        this.scale = scale;
    }

    int classes() {
        return classes;
    }

    Scale scale() {
        return scale;
    }

    /** From 0 to 1, chance included. */
    double agreement(double[] one, double[] other) {
        return one[0] == other[0] ? 1 : 0;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Form of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
