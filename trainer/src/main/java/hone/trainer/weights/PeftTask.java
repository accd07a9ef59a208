package hone.trainer.weights;

/** What an adapter's model is for, by PEFT's name. */
public enum PeftTask {
    LANGUAGE_MODEL("CAUSAL_LM"),
    /** A classifier with one label, whose head is stored with the adapter. */
    SCORER("SEQ_CLS");

    private final String wireName;

    PeftTask(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
