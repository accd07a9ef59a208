package hone.contract;

/**
 * The loss of Kahneman-Tversky optimisation, and which ratings count as what.
 *
 * @param beta how strongly the policy is held near its start
 * @param desirableWeight of answers that people want
 * @param undesirableWeight of answers that they don't
 * @param desirableFrom an answer whose scales have at least this mean (1 to 7) is wanted
 * @param undesirableTo one whose scales have at most this mean is not; what lies between is left out and counted
 */
public record KtoSettings(
        double beta, double desirableWeight, double undesirableWeight, double desirableFrom, double undesirableTo) {
    private static final double STEPS = 7;

    public KtoSettings {
        Check.aboveZero("beta", beta);
        Allowed.weight("desirableWeight", desirableWeight);
        Allowed.weight("undesirableWeight", undesirableWeight);
        Check.require(
                desirableFrom > 1 && desirableFrom <= STEPS,
                "desirableFrom",
                desirableFrom,
                "must be above 1 and at most " + Math.round(STEPS));
        Check.require(
                undesirableTo >= 1 && undesirableTo < desirableFrom,
                "undesirableTo",
                undesirableTo,
                "must be from 1 to below desirableFrom");
    }

    public static KtoSettings usual() {
        return new KtoSettings(0.1, 1, 1, 5, 3);
    }
}
