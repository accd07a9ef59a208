package hone.contract;

/** How answers are sampled that are shown before and after training. */
public record SampleSettings(int sampleCount, int sampleTokensMax) {
    public SampleSettings {
        Check.notNegative("sampleCount", sampleCount);
        Check.atMost("sampleCount", sampleCount, Recipe.ROWS_MAX);
        Check.within("sampleTokensMax", sampleTokensMax, Recipe.TOKENS_MAX);
    }
}
