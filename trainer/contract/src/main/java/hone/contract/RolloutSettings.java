package hone.contract;

/** How a policy answers in an iteration; it learns from the distribution it samples from, so nothing is cut off. */
public record RolloutSettings(int rolloutsPerIteration, int responseTokensMax, double temperature) {
    public RolloutSettings {
        Allowed.rows("rolloutsPerIteration", rolloutsPerIteration);
        Allowed.tokens("responseTokensMax", responseTokensMax);
        Allowed.temperatureOfRollouts(temperature);
    }
}
