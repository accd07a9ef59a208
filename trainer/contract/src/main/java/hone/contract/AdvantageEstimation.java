package hone.contract;

/** Generalised advantage estimation. */
public record AdvantageEstimation(double gamma, double lambda) {
    public AdvantageEstimation {
        Check.share("gamma", gamma);
        Check.share("lambda", lambda);
    }

    /** What comes later counts in full, λ 0.95. */
    public static AdvantageEstimation usual() {
        return new AdvantageEstimation(1, 0.95);
    }
}
