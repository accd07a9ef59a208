package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words for work that is not, or no longer, in one’s hands. */
@MessageBundle("closed")
public interface ClosedMessages {
    @Message(
            "{#switch state}{#case 'judged'}You have judged this task{#case 'skipped'}You have given this task back{#case 'removed'}You are not in this project any more{#case 'rejected'}A reviewer rejected your judgment{#else}This task was taken back{/switch}")
    String closedTitle(String state);

    @Message(
            "{#switch state}{#case 'judged'}Your judgment is stored. You can undo it until a dataset is frozen with it or ten later ones are made.{#case 'skipped'}It goes to someone else. Skipping counts neither for nor against you. You can undo it as long as nobody else has the task.{#case 'rejected'}It does not count, and somebody else is asked. What you typed is kept.{#else}An admin took it back, so nobody is asked about it any more. What you typed is kept.{/switch}")
    String closedText(String state);

    @Message(
            "An admin has removed you from {project}, so this task is no longer yours and no judgment of it is stored. Judgments that you made before stay. To go on, ask an admin to add you again.")
    String removedText(String project);

    @Message("Next task")
    String nextTask();

    @Message("Back to today")
    String backToToday();

    @Message("This task went to someone else")
    String lostTitle();

    @Message("You no longer had it, and all its places are taken now. Your judgment was not stored.")
    String lostText();

    @Message("What you wrote is kept as your draft:")
    String lostKept();

    @Message("What you sent now is different, so it was not stored. Here it is, for you to copy:")
    String differs();

    @Message("Your draft stays at this address:")
    String lostAddress();

    @Message("Copy the text")
    String copyText();

    @Message("Copied")
    String copied();
}
