package hone.notice;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the bell and of the list of notices. */
@MessageBundle("notice")
public interface NoticeMessages {
    @Message("Notices")
    String title();

    @Message(
            "{#if count == '0'}Notices, none unread{#else if count == '1'}Notices, 1 unread{#else}Notices, {count} unread{/if}")
    String bell(String count);

    @Message("Mark all as read")
    String readAll();

    @Message("Unread")
    String unread();

    @Message(
            "{project}: {#switch what}{#case 'comment'}there is a new comment on a judgment.{#case 'returned'}a judgment of yours came back to be done again.{#case 'fixed'}a judgment of yours was changed and then accepted.{#case 'rejected'}a judgment of yours was rejected.{#case 'answered'}your question about the guideline has an answer.{#case 'paused'}you are handed no new work for now; read why.{#case 'pause_lifted'}you are handed work again.{#case 'pause_upheld'}your answer about the pause has a reply.{#else}{what}{/switch}")
    String happened(String project, String what);

    @Message("Newest")
    String newest();

    @Message("Older")
    String older();

    @Message("Notices are deleted after 90 days.")
    String kept();

    @Message("Nothing to read")
    String noneTitle();

    @Message(
            "Here it says when somebody comments on a judgment of yours, when a reviewer returns, changes or rejects one, when a question of yours is answered, and when your work is paused or goes on.")
    String noneText();
}
