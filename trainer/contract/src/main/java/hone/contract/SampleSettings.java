package hone.contract;

/** How answers are sampled that are shown before and after training. */
public record SampleSettings(int sampleCount, int sampleTokensMax) {
    public SampleSettings {
        Allowed.rowsIfAny("sampleCount", sampleCount);
        Allowed.tokens("sampleTokensMax", sampleTokensMax);
    }
}
