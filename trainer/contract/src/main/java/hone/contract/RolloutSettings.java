package hone.contract;

/** How a policy answers in an iteration; it learns from the distribution it samples from, so nothing is cut off. */
public record RolloutSettings(int rolloutsPerIteration, int responseTokensMax, double temperature) {
    public RolloutSettings {
        Check.within("rolloutsPerIteration", rolloutsPerIteration, Recipe.ROWS_MAX);
        Check.within("responseTokensMax", responseTokensMax, Recipe.TOKENS_MAX);
        Check.aboveZero("temperature", temperature);
        Check.atMost("temperature", temperature, Recipe.TEMPERATURE_MAX);
    }
}
