package hone.talk;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of “Talk to it”. */
@MessageBundle("talk")
public interface TalkMessages {
    @Message("Talk to it")
    String title();

    @Message("Current model:")
    String currentModel();

    @Message("since")
    String since();

    @Message("Conversation")
    String conversation();

    @Message("A conversation of {who}")
    String of(String who);

    @Message("You can only read here: this is somebody else's conversation.")
    String readOnly();

    @Message("You")
    String you();

    @Message("Model")
    String model();

    @Message("Your message")
    String yourMessage();

    @Message(
            "Nothing here becomes training data unless you say that an answer is wrong. Reviewers of this project can read it.")
    String notice();

    @Message("Send")
    String send();

    @Message("Stop")
    String stop();

    @Message("New conversation")
    String fresh();

    @Message("writing")
    String writing();

    @Message("The answer is being written; it appears here when it is complete.")
    String stillWriting();

    @Message("The model ended without a word.")
    String emptyAnswer();

    @Message("It broke off here: the model server could not be reached any more. Send the message again.")
    String broken();

    @Message(
            "The rest is lost: Hone itself was interrupted while writing it. What had arrived is kept; send the message again for a complete answer.")
    String lost();

    @Message(
            "It is lost: Hone itself was interrupted before its first word arrived. Your message is kept; send it again.")
    String lostWhole();

    @Message("cut off at the project's token limit")
    String cut();

    @Message("stopped by you")
    String stopped();

    @Message("stopped by {who}")
    String stoppedBy(String who);

    @Message("seed {seed}, temperature {temperature}, top-p {topP}")
    String sampling(String seed, String temperature, String topP);

    @Message("A good answer")
    String up();

    @Message("Something is wrong…")
    String down();

    @Message("What is wrong with it?")
    String whatIsWrong();

    @Message("It becomes a correction task with this conversation.")
    String becomesTask();

    @Message("In your words, if you like")
    String inYourWords();

    @Message("Send as wrong")
    String sendWrong();

    @Message("You called this a good answer.")
    String calledGood();

    @Message("You said that this is wrong.")
    String calledWrong();

    @Message("{who} called this a good answer.")
    String calledGoodBy(String who);

    @Message("{who} said that this is wrong.")
    String calledWrongBy(String who);

    @Message(
            "{#switch fate}{#case 'waiting'}It waits for its correction.{#case 'closed'}Its task was closed without a correction.{#case 'corrected'}It is corrected; the next dataset will include it.{#case 'frozen'}It is corrected, and the correction is in dataset {dataset}; no model has been trained on that yet.{#case 'trained'}It is corrected, and {model} learned from it (dataset {dataset}); that model is not current yet.{#case 'served'}It is corrected, and {model} learned from it (dataset {dataset}): the model that answers here now.{#else}{fate}{/switch}")
    String fate(String fate, String dataset, String model);

    @Message("Corrected")
    String correctedWhen();

    @Message("See the task")
    String seeTask();

    @Message("Say something to {model}")
    String emptyTitle(String model);

    @Message("Your message is answered by the model that is current now. You might begin with one of these:")
    String emptyText();

    @Message("Your message is answered by the model that is current now.")
    String emptyTextAlone();

    @Message("No model is current yet")
    String noModelTitle();

    @Message("An admin makes a model current on its page; then it can be talked to here.")
    String noModelText();

    @Message("What you wrote was not sent. Copy it from here:")
    String youWrote();

    @Message("No model of this project is current yet. Your text is kept; send it again when one is.")
    String noModelSentence();

    @Message("No model server is set up here, so nobody answers: set HONE_SERVE_URL and HONE_SERVE_TOKEN.")
    String notSetUp();

    @Message("Your conversations")
    String earlier();

    @Message("{#if count == 1}1 message{#else}{count} messages{/if}")
    String messages(long count);

    @Message(
            "{#switch why}{#case 'NOT_SET_UP'}No model server is set up here. Your text is kept; ask an admin.{#case 'NOT_SERVED'}The current model is being loaded. Your text is kept; send it again in a few seconds.{#case 'OTHER_WEIGHTS'}The model server answers with another model than this project's. Your text is kept; ask an admin.{#case 'BUSY'}Too many people want answers at this moment. Your text is kept; send it again in a few seconds.{#case 'TOO_LONG'}Message and conversation together are longer than this model can read. Your text is kept; shorten it, or send it in a new conversation.{#else}The model server does not answer. Your text is kept; send it again in a minute.{/switch}")
    String cantAnswer(String why);

    @Message("The connection broke. What was written so far is kept; reload the page to see it.")
    String connectionBroke();

    @Message("Keys")
    String keys();

    @Message("Send the message")
    String keySend();

    @Message("New line")
    String keyLine();

    @Message("Stop the answer")
    String keyStop();

    @Message("Go to the message")
    String keyInto();

    @Message("All keys")
    String keyKeys();

    @Message("Close")
    String close();
}
