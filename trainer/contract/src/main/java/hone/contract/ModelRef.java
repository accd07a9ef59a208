package hone.contract;

/** A model version and the sha256 of its checkpoint's manifest, which is also the checkpoint's address. */
public record ModelRef(String modelVersionId, String sha256) {
    public ModelRef {
        Check.id("modelVersionId", modelVersionId);
        Check.sha256("sha256", sha256);
    }
}
