package hone.contract;

/** How far a step may move the policy's ratios and the values. */
public record PpoClipping(double clip, double valueClip) {
    public PpoClipping {
        Check.aboveZero("clip", clip);
        Check.aboveZero("valueClip", valueClip);
    }

    /** 0.2, as in Schulman et al. 2017. */
    public static PpoClipping usual() {
        return new PpoClipping(0.2, 0.2);
    }
}
