package hone.work;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words used when work is handed out. */
@MessageBundle("task")
public interface TaskMessages {
    @Message("Nothing is waiting for you")
    String emptyTitle();

    @Message("You have had every {kind} that is free in {project}.")
    String emptyWhy(String kind, String project);

    @Message("You have done enough for now")
    String limitTitle();

    @Message(
            "You have judged {max.counted('task', 'tasks')} of {project} within 24 hours, as many as one person may. From {again} on there is more for you.")
    String limitWhy(int max, String project, String again);

    @Message("Read the guideline first")
    String unreadTitle();

    @Message(
            "In {project}, this work is handed to people who have confirmed that they read its guideline. {#if first}Version {number} is new to you.{#else}Version {number} is newer than the one you confirmed.{/if}")
    String unreadWhy(String project, boolean first, int number);

    @Message("What changed")
    String unreadChanges();

    @Message("This work goes to others")
    String groupedTitle();

    @Message(
            "In {project}, work of the kind “{kind}” is handed to certain groups of people, and you are in none of them. An admin can add you. Other work of the project is open to you as before.")
    String groupedWhy(String project, String kind);

    @Message("A quiz comes first")
    String quizTitle();

    @Message(
            "In {project}, work of the kind “{kind}” is handed to people who have passed a quiz about the guideline. What you have judged so far is kept.")
    String quizWhy(String kind, String project);

    @Message("To the quiz")
    String toQuiz();

    @Message("No new tasks for now")
    String goldTitle();

    @Message(
            "Some tasks in {project} have an answer that is known. Of {of.counted('such task', 'such tasks')} that you judged you found it in {found}; for so many that stands for something between {low} and {high} %. For work of the kind “{kind}”, at least {percent} % are asked for.")
    String goldWhy(String project, String kind, long of, long found, long low, long high, int percent);

    @Message(
            "What you hold you can finish, and everything that you judged is kept. {admin} asked for this in the project; an admin can “count gold anew” for you, and then you are handed work again. Reading the guideline once more may help.")
    String goldNext(String admin);

    @Message("Read the guideline")
    String goldGuideline();

    @Message("{#if count == 1}You judged 1 task today.{#else}You judged {count} tasks today.{/if}")
    String judgedToday(long count);

    @Message(
            "{#if count == 1}One task is with someone else now; if it is left unfinished, it comes back within {minutes.counted('minute', 'minutes')}.{#else}{count} tasks are with other people now; what they leave unfinished comes back within {minutes.counted('minute', 'minutes')}.{/if}")
    String withOthers(long count, int minutes);

    @Message("New tasks appear here when prompts are imported or a model answers.")
    String emptyElse();

    @Message("This page checks again every 30 seconds.")
    String looksAgain();

    @Message("Back to today")
    String backToToday();

    @Message("{kind} in {project}")
    String otherWork(String kind, String project);

    @Message("Judgment stored.")
    String stored();

    @Message("This judgment was already stored.")
    String already();

    @Message("Task given back.")
    String skipped();

    @Message("Undo my last step")
    String undoLast();

    @Message("Skip this task")
    String skipTitle();

    @Message("It goes to someone else. You will not see it again, and skipping counts neither for nor against you.")
    String skipText();

    @Message("Reason")
    String reason();

    @Message("The prompt is unclear")
    String promptUnclear();

    @Message("Not in a language I know")
    String notMyLanguage();

    @Message("Harmful or upsetting content")
    String harmful();

    @Message("An answer is broken or empty")
    String brokenAnswer();

    @Message("Other, I will say why")
    String other();

    @Message("Anything to add")
    String note();

    @Message("Keep it")
    String keepIt();

    @Message("Skip")
    String skip();

    @Message("Close")
    String close();
}
