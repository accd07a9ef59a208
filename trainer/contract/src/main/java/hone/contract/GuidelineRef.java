package hone.contract;

/** One published version of one guideline, as shown beside the work. */
public record GuidelineRef(String guidelineId, String kind, int version) {
    public GuidelineRef {
        Check.id("guidelineId", guidelineId);
        Check.text("kind", kind);
        Check.positive("version", version);
    }
}
