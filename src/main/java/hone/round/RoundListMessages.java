package hone.round;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of rounds and of its button. */
@MessageBundle("rounds")
public interface RoundListMessages {
    @Message(
            "A round freezes what was accepted, trains a model on it and samples that model’s answers as the next tasks. An admin then makes the model current.")
    String lede();

    @Message("No round yet")
    String emptyTitle();

    @Message("Rounds start by the button or by the weekly schedule, once judgments have been accepted.")
    String emptyText();

    @Message("Start a round")
    String startTitle();

    @Message(
            "{fresh.counted('new judgment', 'new judgments')} since the last dataset, {accepted} in all. SFT starts from the base model at the root of the current one’s line, because a dataset holds all accepted judgments.")
    String startText(String fresh, String accepted);

    @Message("As things stand, it takes these stages:")
    String foretold();

    @Message("taken")
    String taken();

    @Message("This round would fail.")
    String wouldFail();

    @Message("Start round {number}")
    String start(int number);

    @Message("Round {number} is running. The next can start when it has ended.")
    String running(int number);

    @Message("Number")
    String number();

    @Message("State")
    String stateWord();

    @Message("Started")
    String started();

    @Message("By")
    String by();

    @Message("Model")
    String model();

    @Message("weekly schedule")
    String bySchedule();

    @Message("Stages and recipes")
    String toStages();
}
