package hone.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the frame around every page. */
@MessageBundle("web")
public interface WebMessages {
    @Message("Hone")
    String brand();

    @Message("Hone, back to today")
    String brandLabel();

    @Message("Skip to content")
    String skipLink();

    @Message("Main")
    String mainNavigation();

    @Message("Today")
    String today();

    @Message("Projects")
    String projects();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Keys")
    String keys();

    @Message("Simulated")
    String simulated();

    @Message("Account menu")
    String accountMenu();

    @Message("Theme")
    String theme();

    @Message("System")
    String themeSystem();

    @Message("Light")
    String themeLight();

    @Message("Dark")
    String themeDark();

    @Message("Answers in")
    String answersIn();

    @Message("Serif")
    String serif();

    @Message("Sans")
    String sans();

    @Message("Language")
    String language();

    @Message("Browser default")
    String languageByBrowser();

    @Message("Ctrl")
    String ctrlKey();

    @Message("Shift")
    String shiftKey();

    @Message("Save")
    String save();

    @Message("You have been signed out.")
    String signedOutTitle();

    @Message("What you typed stays on this page: sign in again in a new tab, then go on here.")
    String signedOutText();

    @Message("Sign in")
    String signInAgain();

    @Message("Your work")
    String ownPage();

    @Message("Sign out")
    String signOut();

    @Message("Back to today")
    String backToToday();

    @Message(
            "{#switch status}{#case 400}That can’t be accepted as it is{#case 403}This page is not for your role{#case 404}There is no such page{#case 409}Something has changed in the meantime{#case 413}That is too large{#case 415}That was not sent as a form{#case 500}Something went wrong on our side{#case 503}That can’t be done at this moment{#else}This request can’t be answered{/switch}")
    String errorTitle(int status);

    @Message(
            "{#switch status}{#case 400}Something in the form was missing or of the wrong kind. Go back: what you typed is still there.{#case 403}Ask an admin of the project if you need it. Nothing of yours is lost.{#case 404}The address may be mistyped, or the task was closed when its project ended. Nothing of yours is lost.{#case 413}Nothing was stored. Split the file or shorten the text and send it again.{#case 415}Nothing was stored. Go back and send it from the page: what you typed is still there.{#case 500}Nothing was stored by this request; drafts are kept. Try again in a minute.{#case 503}What was stored before is safe, and drafts are kept. Go back and try again in a moment.{#else}Nothing was stored. Go back and try again.{/switch}")
    String errorText(int status);

    @Message("If this keeps happening, give this reference to the people who run Hone: {reference}")
    String errorReference(String reference);

    @Message("just now")
    String justNow();

    @Message("{minutes} min ago")
    String minutesAgo(long minutes);

    @Message("{hours} h ago")
    String hoursAgo(long hours);

    @Message("There is no text: the answer is empty.")
    String nothingWritten();

    @Message("Only marks, no words. Here it is as written:")
    String shownAsTyped();

    @Message("Not saved yet")
    String draftTyping();

    @Message("Saving…")
    String draftSaving();

    @Message("Saved #, not sent yet")
    String draftSaved();

    @Message("Could not be saved just now; this browser keeps it.")
    String draftFailed();

    @Message("You are signed out; this browser keeps what you typed.")
    String draftSignedOut();

    @Message("Restored from #, not sent yet")
    String draftBack();

    @Message("Try again")
    String draftRetry();

    @Message("Discard")
    String draftDiscard();

    @Message("Put it back")
    String draftPutBack();

    @Message("You saved a different text here in another window, #:")
    String draftOther();

    @Message("Use that one")
    String draftTakeOther();

    @Message("Keep this one")
    String draftKeepMine();
}
