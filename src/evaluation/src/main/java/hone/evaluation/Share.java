package hone.evaluation;

/**
 * A share of counted pairs with its 95 % Wilson score interval (Wilson 1927; Newcombe 1998, method 3), which stays within 0 and
 * 1 and is accurate for small counts too.
 */
public record Share(double share, long of) {
    private static final double Z = 1.959963984540054;

    public Share {
        if (of < 1 || share < 0 || share > 1) {
            throw new IllegalArgumentException("no share: " + share + " of " + of);
        }
    }

    public Interval interval() {
        return new Interval(bound(-1), bound(1));
    }

    private double bound(int side) {
        double z2 = Z * Z;
        double middle = share + z2 / (2 * of);
        double width = Z * Math.sqrt(share * (1 - share) / of + z2 / (4.0 * of * of));
        return (middle + side * width) / (1 + z2 / of);
    }

    public boolean tooFew() {
        return of < Verdict.ENOUGH;
    }
}
