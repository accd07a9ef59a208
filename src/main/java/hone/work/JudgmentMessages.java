package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words that all pages of work share. */
@MessageBundle("judgment")
public interface JudgmentMessages {
    @Message("{count} today")
    String today(long count);

    @Message("Yours for")
    String yoursFor();

    @Message("{minutes} min")
    String minutes(long minutes);

    @Message("Time is up")
    String leaseEnded();

    @Message("The time for this task has ended.")
    String expiredTitle();

    @Message("Submit anyway: it counts if a place is still free. If not, your text stays here as your draft.")
    String expiredText();

    @Message("Your draft is back.")
    String draftBack();

    @Message("Everything is as you left it.")
    String draftBackText();

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

    @Message(
            "{#switch notice}{#case 'stored'}Judgment stored.{#case 'already'}This judgment was already stored.{#case 'skipped'}Task given back.{#case 'undone'}The judgment is undone; the form is as it was.{#case 'taken-back'}The task is yours again.{#case 'asked'}Your question is with the authors of the guideline.{#else}{/switch}")
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

    @Message("Ask a question")
    String askShort();

    @Message("Ask the authors")
    String ask();

    @Message("They see this task with your question. Everybody in the project can read the answer, under Guidelines.")
    String askText();

    @Message("What does the guideline not say?")
    String question();

    @Message("Send")
    String send();

    @Message("Back to the task")
    String backToTask();

    @Message("Undo")
    String undo();

    @Message("You are signed out.")
    String signedOut();

    @Message("Nothing is lost: what you typed is kept and comes back when you have signed in.")
    String signedOutText();

    @Message("Sign in")
    String signIn();

    @Message("You are not in this project any more.")
    String removed();

    @Message("An admin has removed you from it, so this task can’t be submitted. What you typed is kept.")
    String removedText();

    @Message("What is kept")
    String seeKept();

    @Message("It could not be sent.")
    String notSent();

    @Message("The server did not answer. Nothing is lost: submit again in a moment.")
    String notSentText();

    @Message("Keys")
    String keys();

    @Message("Close")
    String close();

    @Message(
            "That was {took.counted('second', 'seconds')}. Reading this takes about {needed.counted('second', 'seconds')}. Nothing was sent; look again, or send it as it is.")
    String tooFast(long took, long needed);

    @Message("Send it as it is")
    String sendAsItIs();

    @Message("A reviewer returned your judgment. Change what they ask for, and send it again:")
    String returned();

    @Message("Answer the reviewer")
    String answerReviewer();
}
