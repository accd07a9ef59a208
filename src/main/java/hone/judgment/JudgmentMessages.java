package hone.judgment;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages of work. */
@MessageBundle("judgment")
public interface JudgmentMessages {
    @Message(
            "{#switch kind}{#case 'comparison'}Comparison{#case 'ranking'}Ranking{#case 'correction'}Correction{#else}Demonstration{/switch}")
    String kind(String kind);

    @Message(
            "{#switch kind}{#case 'comparison'}Compare two answers{#case 'ranking'}Rank answers{#case 'correction'}Correct an answer{#else}Write an answer{/switch}")
    String title(String kind);

    @Message("Which answer is better?")
    String whichIsBetter();

    @Message("Put {count} answers in order")
    String putInOrder(int count);

    @Message("Correct this answer")
    String correctIt();

    @Message("Write the answer you would want")
    String writeIt();

    @Message("{count} today")
    String today(long count);

    @Message("Yours for")
    String yoursFor();

    @Message("{minutes} min")
    String minutes(long minutes);

    @Message("Its time has ended")
    String leaseEnded();

    @Message("The time for this task has ended.")
    String expiredTitle();

    @Message("Submit all the same: it counts if a place is still free. If not, your text stays here as your draft.")
    String expiredText();

    @Message("Your draft is back.")
    String draftBack();

    @Message("Everything is as you left it.")
    String draftBackText();

    @Message("Differences")
    String differences();

    @Message("Scroll together")
    String scrollTogether();

    @Message("Raw text")
    String rawText();

    @Message("Full width")
    String fullWidth();

    @Message("Guideline")
    String guideline();

    @Message("Conversation")
    String conversation();

    @Message("{#if count == 1}1 earlier turn{#else}{count} earlier turns{/if}")
    String earlierTurns(int count);

    @Message("{#switch role}{#case 'system'}System{#case 'assistant'}Assistant{#else}Person{/switch}")
    String who(String role);

    @Message("Answer {letter}")
    String answer(String letter);

    @Message("Show answer {letter} in full width")
    String widenLabel(String letter);

    @Message("Widen")
    String widen();

    @Message("A much better")
    String aMuch();

    @Message("A better")
    String aBetter();

    @Message("A slightly better")
    String aSlightly();

    @Message("Tie")
    String tie();

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

    @Message("Why")
    String why();

    @Message("no rule cited yet")
    String noRule();

    @Message("One sentence is enough")
    String whyPlaceholder();

    @Message("Nothing typed yet")
    String nothingTyped();

    @Message("Saved")
    String saved();

    @Message("Saving…")
    String saving();

    @Message("Not saved; kept in this browser")
    String notSaved();

    @Message("Skip")
    String skip();

    @Message("Submit")
    String submit();

    @Message("Rank of answer {letter}")
    String rankOf(String letter);

    @Message("No rank")
    String noRank();

    @Message("Rank {rank}")
    String rank(String rank);

    @Message("Move answer {letter} up")
    String moveUp(String letter);

    @Message("Move answer {letter} down")
    String moveDown(String letter);

    @Message("Order")
    String order();

    @Message("{placed} of {count} placed")
    String placed(String placed, int count);

    @Message(
            "Press a digit on a card, choose its rank, or drag its letter here: onto an answer for a tie, to its edge to go before or after it.")
    String orderHelp();

    @Message("Not placed yet")
    String unplaced();

    @Message("This is the order in which the answers were shown. If you mean it, submit again.")
    String orderAsShown();

    @Message("These cannot be ranked")
    String notRankable();

    @Message("No rank yet:")
    String notPlaced();

    @Message("All answers have a rank.")
    String allPlaced();

    @Message("These will be stored as not rankable.")
    String noneRanked();

    @Message("nobody yet")
    String nobody();

    @Message("Answer given")
    String answerGiven();

    @Message("Difference")
    String difference();

    @Message("No word changed yet")
    String nothingChanged();

    @Message("{changed} words changed of {count}")
    String wordsChanged(String changed, String count);

    @Message("What happened")
    String whatHappened();

    @Message("Your correction")
    String yourCorrection();

    @Message("Your answer")
    String yourAnswer();

    @Message("{count} words · Markdown works")
    String words(String count);

    @Message("What was wrong")
    String whatWasWrong();

    @Message(
            "{#switch notice}{#case 'stored'}Judgment stored.{#case 'already'}This judgment was stored already.{#case 'skipped'}Task given back.{#case 'undone'}The judgment is undone; the form is as it was.{#else}{/switch}")
    String notice(String notice);

    @Message("Version {number} of the guideline is new to you.")
    String readFirst(int number);

    @Message("Read it before you go on; it stays beside the work.")
    String readFirstText();

    @Message("Version {number} of the guideline:")
    String guidelineChanged(int number);

    @Message("Read it")
    String readIt();

    @Message("What changed")
    String whatChanged();

    @Message("I have read it")
    String haveRead();

    @Message("I have read the guideline")
    String keyHaveRead();

    @Message("Undo")
    String undo();

    @Message("You are signed out.")
    String signedOut();

    @Message("Nothing is lost: what you typed is kept and comes back when you have signed in.")
    String signedOutText();

    @Message("Sign in")
    String signIn();

    @Message(
            "{#switch state}{#case 'judged'}You have judged this task{#case 'skipped'}You have given this task back{#else}This task was taken back{/switch}")
    String closedTitle(String state);

    @Message(
            "{#switch state}{#case 'judged'}Your judgment is stored. You can undo it if it is one of your last ten and no dataset was frozen with it.{#case 'skipped'}It goes to someone else. Skipping counts neither for nor against you.{#else}An admin took it back, so it is not asked any more. What you typed is kept.{/switch}")
    String closedText(String state);

    @Message("Next task")
    String nextTask();

    @Message("Back to today")
    String backToToday();

    @Message("This task went to someone else")
    String lostTitle();

    @Message("It was not in your hands any more, and all its places are taken now. Your judgment was not stored.")
    String lostText();

    @Message("What you wrote is kept as your draft:")
    String lostKept();

    @Message("Your draft stays at this address:")
    String lostAddress();

    @Message("Copy the text")
    String copyText();

    @Message("Copied")
    String copied();

    @Message("Keys")
    String keys();

    @Message("Close")
    String close();

    @Message("Letters and digits rest while you type.")
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

    @Message("Finish")
    String keysFinish();

    @Message("Submit, next task")
    String keySubmit();

    @Message("Skip with a reason")
    String keySkip();

    @Message("Undo, up to ten back")
    String keyUndo();

    @Message("Save the draft now")
    String keySave();

    @Message("Read")
    String keysRead();

    @Message("Differences between A and B")
    String keyDifferences();

    @Message("Everywhere")
    String keysEverywhere();

    @Message("These keys")
    String keyKeys();

    @Message("Today")
    String keyToday();

    @Message("Close, or leave a field")
    String keyEscape();

    @Message("to")
    String to();

    @Message("then")
    String then();

    @Message("or")
    String or();
}
