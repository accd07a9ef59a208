package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the list of keys. */
@MessageBundle("keys")
public interface KeyMessages {
    @Message("Letter and digit keys are off while you type.")
    String keysRest();

    @Message("leaves the text field.")
    String keysEscape();

    @Message("Choose")
    String keysChoose();

    @Message("A much better … tie … B much better")
    String keyScale();

    @Message("One step left or right")
    String keyStep();

    @Message("Write why")
    String keyWhy();

    @Message("Cite the first … ninth rule")
    String keyCite();

    @Message("Rank")
    String keysRank();

    @Message("Next or previous card")
    String keyCards();

    @Message("Give the card a rank; the same rank again makes a tie")
    String keyRank();

    @Message("Move up or down")
    String keyMove();

    @Message("Pick up or put down")
    String keyLift();

    @Message("Move what is picked up")
    String keyMoveHeld();

    @Message("Let it go")
    String keyLetGo();

    @Message("Finish")
    String keysFinish();

    @Message("Submit, next task")
    String keySubmit();

    @Message("Skip with a reason")
    String keySkip();

    @Message("Reason for skipping")
    String keyReason();

    @Message("Undo, up to ten back")
    String keyUndo();

    @Message("Save the draft now")
    String keySave();

    @Message("Read")
    String keysRead();

    @Message("Differences between A and B")
    String keyDifferences();

    @Message("Review")
    String keysReview();

    @Message("Accept")
    String keyAccept();

    @Message("Fix and accept")
    String keyFix();

    @Message("Return with a reason")
    String keyGiveBack();

    @Message("Reject")
    String keyReject();

    @Message("Release from quarantine")
    String keyRelease();

    @Message("Keep out of datasets")
    String keyKeepOut();

    @Message("The whole finding")
    String keyWholeFinding();

    @Message("Later, in quarantine")
    String keyLaterInQuarantine();

    @Message("Adopt one of several judgments")
    String keyAdopt();

    @Message("Leave them as they are")
    String keyLeave();

    @Message("Later")
    String keyLater();

    @Message("Everywhere")
    String keysEverywhere();

    @Message("These keys")
    String keyKeys();

    @Message("Today")
    String keyToday();

    @Message("Close, or leave a field")
    String keyEscape();

    @Message("I have read the guideline")
    String keyHaveRead();

    @Message("to")
    String to();

    @Message("then")
    String then();
}
