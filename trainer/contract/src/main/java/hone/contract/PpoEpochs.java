package hone.contract;

/** How often an iteration's answers are learned from. */
public record PpoEpochs(int epochs, int minibatchRows) {
    public PpoEpochs {
        Allowed.epochs(epochs);
        Allowed.rows("minibatchRows", minibatchRows);
    }
}
