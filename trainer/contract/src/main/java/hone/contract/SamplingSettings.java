package hone.contract;

/** How answers are sampled. */
public record SamplingSettings(double temperature, double topP, int responseTokensMax) {
    public SamplingSettings {
        Allowed.temperature(temperature);
        Check.require(topP > 0 && topP <= 1, "topP", topP, "must be above 0 and at most 1");
        Allowed.tokens("responseTokensMax", responseTokensMax);
    }

    /** From the whole distribution at temperature 1. */
    public static SamplingSettings plain(int responseTokensMax) {
        return new SamplingSettings(1, 1, responseTokensMax);
    }
}
