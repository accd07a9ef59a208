package hone.judgment;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Why a judgment, a question or a skipped task is not accepted as sent: read by labelers every day, so in their language. */
@MessageBundle("refused")
public interface RefusalMessages {
    @Message("Nothing is chosen yet. Choose one step of the scale, or both bad.")
    String nothingChosen();

    @Message("That choice is not on the scale. Choose one of its steps.")
    String notOnTheScale();

    @Message("Answer {letter} has no rank yet.")
    String noRank(String letter);

    @Message("The rank of answer {letter} must be a digit from 1 to {last}.")
    String rankOutside(String letter, int last);

    @Message("The text is still the answer given. Change what is wrong with it, or skip the task.")
    String nothingCorrected();

    @Message("There is no text yet. Write the answer you would want.")
    String noText();

    @Message("The text has {count} characters; the limit is {most}. Shorten it and submit again.")
    String textTooLong(int count, int most);

    @Message("The reason has {count} characters; the limit is {most}. Shorten it and submit again.")
    String reasonTooLong(int count, int most);

    @Message("This project asks for a reason. One sentence is enough.")
    String noReason();

    @Message("The guideline beside this task has no rule {rule}. Untick it.")
    String unknownRule(String rule);

    @Message(
            "This version of the guideline names nothing to rate. Skip the task with the reason “Other” and tell the guideline’s authors.")
    String nothingToRate();

    @Message("“{name}” of answer {letter} is not rated yet.")
    String notRated(String name, String letter);

    @Message("“{name}” of answer {letter} must be a digit from 1 to 7.")
    String notAStep(String name, String letter);

    @Message("“{name}” of answer {letter} must be yes or no.")
    String notAFlag(String name, String letter);

    @Message("Choose a reason; it helps the others.")
    String noSkipReason();

    @Message("Say in a few words why, or choose another reason.")
    String noSkipNote();

    @Message("At most {most} characters are kept. Shorten the note.")
    String skipNoteTooLong(int most);

    @Message("You have judged this task already; that judgment stands. Undo it first if you want to skip the task.")
    String judgedAlready();

    @Message("An admin has taken this task back meanwhile. There is nothing to skip.")
    String takenBack();

    @Message("Write what you would like to know.")
    String noQuestion();

    @Message("At most {most} characters; these are {count}.")
    String questionTooLong(int most, int count);

    @Message("Somebody else has this task now, so it stays given back. Nothing was changed.")
    String takenByOthers();

    @Message("You are not a member of {project} any more, so nothing there can be undone. What you did stays as it is.")
    String noMember(String project);

    @Message("This judgment is already part of a frozen dataset, so it can’t be undone. It stays as you made it.")
    String frozen();

    @Message("A reviewer has already decided about this judgment, so it can’t be undone. It stays as you made it.")
    String reviewed();

    @Message("Up to ten steps can be undone, and this one is further back. It stays as you made it.")
    String tooFarBack();

    @Message(
            "You were asked about the same answers again, so this judgment can’t be undone any more. It stays as you made it.")
    String askedAgain();

    @Message(
            "You are asked about the same answers again. What you decided before can be read here once your new judgment can’t be undone any more.")
    String hiddenWhileAskedAgain();
}
