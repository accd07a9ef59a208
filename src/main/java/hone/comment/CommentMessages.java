package hone.comment;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words around comments, and why one is refused. */
@MessageBundle("comments")
public interface CommentMessages {
    @Message("Comments")
    String title();

    @Message("Read by whoever judged, reviewers and admins.")
    String whoReads();

    @Message("About a judgment of yours")
    String aboutYours();

    @Message("About a judgment by {name}")
    String about(String name);

    @Message("You")
    String you();

    @Message("Nobody has written anything yet.")
    String none();

    @Message("Your comment")
    String yours();

    @Message("Markdown, at most 2,000 characters. Until somebody answers, you can delete it for 15 minutes.")
    String help();

    @Message("Send")
    String send();

    @Message("Delete")
    String delete();

    @Message("The answers")
    String answers();

    @Message("Answer {number}")
    String answer(int number);

    @Message("Open the task")
    String open();

    @Message("All about this task")
    String openTask();

    @Message(
            "{#switch outcome}{#case 'returned'}A reviewer returned it:{#case 'fixed'}A reviewer changed it and then accepted it.{#case 'rejected'}A reviewer rejected it.{#else}A reviewer accepted it.{/switch}")
    String reviewed(String outcome);

    @Message("Write the comment first; nothing was sent.")
    String nothingWritten();

    @Message("At most {most} characters; these are {length}. Nothing was sent; shorten it.")
    String tooLong(int most, int length);

    @Message(
            "There are {most} comments here already, and no more can be added. Nothing was sent; talk to each other directly.")
    String full(int most);

    @Message("A comment can be deleted for {minutes} minutes and until somebody answers. It is still there.")
    String tooLate(long minutes);
}
