package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page on which answers are written or corrected. */
@MessageBundle("writing")
public interface WritingMessages {
    @Message("Correct this answer")
    String correctIt();

    @Message("Write the answer you would want")
    String writeIt();

    @Message("Answer given")
    String answerGiven();

    @Message("Difference")
    String difference();

    @Message("No word changed yet")
    String nothingChanged();

    @Message("Words changed: {changed} of {count}")
    String wordsChanged(String changed, String count);

    @Message("What happened")
    String whatHappened();

    @Message("Your correction")
    String yourCorrection();

    @Message("Your answer")
    String yourAnswer();

    @Message("only blanks or marks changed")
    String blanksChanged();

    @Message("Words: {count} · Markdown works")
    String words(String count);

    @Message("Somebody who talked to the model called this answer wrong.")
    String calledWrong();

    @Message("They gave no reason.")
    String noReason();
}
