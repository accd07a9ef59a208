package hone.contract;

/** How often an iteration's answers are learned from. */
public record PpoEpochs(int epochs, int minibatchRows) {
    public PpoEpochs {
        Check.within("epochs", epochs, Recipe.EPOCHS_MAX);
        Check.within("minibatchRows", minibatchRows, Recipe.ROWS_MAX);
    }
}
