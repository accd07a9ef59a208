package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page of comparisons. */
@MessageBundle("comparison")
public interface ComparisonMessages {
    @Message("Which answer is better?")
    String whichIsBetter();

    @Message("Differences")
    String differences();

    @Message("Scroll together")
    String scrollTogether();

    @Message("Widen")
    String widen();

    @Message("Widen answer {letter}")
    String widenLabel(String letter);

    @Message("A much better")
    String aMuch();

    @Message("A better")
    String aBetter();

    @Message("A slightly better")
    String aSlightly();

    @Message("Tie")
    String tie();

    /** Where there is room for a word of three letters. */
    @Message("Tie")
    String tieShort();

    @Message("B slightly better")
    String bSlightly();

    @Message("B better")
    String bBetter();

    @Message("B much better")
    String bMuch();

    @Message("Both bad")
    String bothBad();

    @Message("Bad")
    String bad();
}
