package hone.runs;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of runs. */
@MessageBundle("runs")
public interface RunListMessages {
    @Message(
            "What the trainer was asked to do, newest first. A run begins on a dataset’s page, in a round, or when a model is made current.")
    String lede();

    @Message("No run yet")
    String emptyTitle();

    @Message(
            "A run trains a model from a frozen dataset, or samples answers from a model. Freeze a dataset and start one there, or start a round.")
    String emptyText();

    @Message("To the datasets")
    String toDatasets();

    @Message("To the rounds")
    String toRounds();

    @Message("State")
    String stateWord();

    @Message("Requested")
    String requested();

    @Message("Took")
    String tookWord();

    @Message("{step} of {steps}")
    String stepOf(String step, String steps);
}
