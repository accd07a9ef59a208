package hone.run;

import hone.web.Wording;

/**
 * A share of counted pairs with its 95 % interval by Wilson's score (Wilson 1927; Newcombe 1998, method 3), which stays within 0
 * and 1 and is right for small counts too.
 */
public record Share(double share, long of) {
    private static final double Z = 1.959963984540054;

    public double low() {
        return bound(-1);
    }

    public double high() {
        return bound(1);
    }

    private double bound(int side) {
        double z2 = Z * Z;
        double middle = share + z2 / (2 * of);
        double width = Z * Math.sqrt(share * (1 - share) / of + z2 / (4.0 * of * of));
        return (middle + side * width) / (1 + z2 / of);
    }

    /** As few as say nothing: see {@link HeldOutChange#ROWS_MIN}. */
    public boolean tooFew() {
        return of < HeldOutChange.ROWS_MIN;
    }

    /** For the sentence about it. */
    public String word() {
        return tooFew() ? "too-few" : "told";
    }

    public String minText() {
        return Integer.toString(HeldOutChange.ROWS_MIN);
    }

    public String percent() {
        return Wording.brief(100 * share);
    }

    public String lowPercent() {
        return Long.toString(Math.round(100 * low()));
    }

    public String highPercent() {
        return Long.toString(Math.round(100 * high()));
    }

    public String ofText() {
        return Long.toString(of);
    }
}
