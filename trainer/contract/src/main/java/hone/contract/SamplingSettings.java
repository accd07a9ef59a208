package hone.contract;

/** How answers are sampled. */
public record SamplingSettings(double temperature, double topP, int responseTokensMax) {
    public SamplingSettings {
        Check.notNegative("temperature", temperature);
        Check.atMost("temperature", temperature, Recipe.TEMPERATURE_MAX);
        Check.share("topP", topP);
        Check.aboveZero("topP", topP);
        Check.within("responseTokensMax", responseTokensMax, Recipe.TOKENS_MAX);
    }

    /** From the whole distribution at temperature 1. */
    public static SamplingSettings plain(int responseTokensMax) {
        return new SamplingSettings(1, 1, responseTokensMax);
    }
}
