package hone.pauses;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words for somebody whose work in a project is paused: facts and what happens next, no reproach. */
@MessageBundle("pause")
public interface PauseMessages {
    @Message("Your work in {project} is paused")
    String title(String project);

    @Message(
            "You are not handed new tasks in this project for now. What you have in hand you can finish, everything that you judged is kept, and other projects go on as before.")
    String text();

    @Message("Paused")
    String since();

    @Message("Why")
    String why();

    @Message(
            "Others have judged {of.counted('task', 'tasks')} of your newest too. On about {share} % of them you say what they say; for so many tasks that stands for something between {low} and {high} %. This project asks for at least {bound} %.")
    String whyAgreement(long of, long share, long low, long high, int bound);

    @Message(
            "Of {of.counted('judgment', 'judgments')} about longer texts, you sent {times} in under a quarter of the time that reading usually takes. That is about {share} % and stands for something between {low} and {high} %. This project expects at most {bound} %.")
    String whySpeed(long of, long times, long share, long low, long high, int bound);

    @Message(
            "You preferred one of two answers {of.counted('time', 'times')}. In {share} % of these it is the answer on the same side, which stands for something between {low} and {high} %. Sides are drawn by chance, and this project expects at most {bound} %.")
    String whySide(long of, long share, long low, long high, int bound);

    @Message(
            "Some tasks here have an answer that is known and clear. Of {of.counted('such task', 'such tasks')} that you judged you found it in about {share} %, which stands for something between {low} and {high} %. This project asks for at least {bound} %.")
    String whyGold(long of, long share, long low, long high, int bound);

    @Message(
            "Now and then the same two answers come again after some days, with sides swapped. Of {of.counted('such pair', 'such pairs')} you decided about {share} % the same as before, which stands for something between {low} and {high} %. This project asks for at least {bound} %.")
    String whyConsistency(long of, long share, long low, long high, int bound);

    @Message("There can be good reasons for this, such as a rule that can be read in two ways. If so, say it below.")
    String goodReasons();

    @Message("An admin paused it and wrote:")
    String whyByHand();

    @Message("What happens next")
    String next();

    @Message(
            "An admin reads your answer, and either lifts the pause or writes to you why it stays. You read it here, and Today says when you can go on.")
    String nextText();

    @Message(
            "Some of what you judged before may be looked at by a reviewer. It stays as it is unless they decide otherwise.")
    String nextReview();

    @Message("Your answer")
    String answer();

    @Message("Up to 2 000 characters. Only admins read it.")
    String answerHelp();

    @Message("Send to the admins")
    String send();

    @Message("Sent. An admin will read it.")
    String sent();

    @Message("You wrote")
    String youWrote();

    @Message("Nobody has answered yet.")
    String waits();

    @Message("An admin answered: the pause stays.")
    String upheld();

    @Message("You have answered as often as can be here. Please speak to an admin of this project.")
    String noMore();

    @Message("Still in your hands")
    String inHand();

    @Message("Finish: {kind}")
    String finish(String kind);

    @Message("The pause of your work in {project} was lifted")
    String liftedTitle(String project);

    @Message("You are handed tasks again. Nothing that you judged before counts against you any more.")
    String liftedText();

    @Message("An admin wrote:")
    String adminWrote();

    @Message("Go on: {kind}")
    String goOn(String kind);

    @Message("Your work in {project} is not paused")
    String notPausedTitle(String project);

    @Message("Tasks are handed to you as usual, as long as there are any.")
    String notPausedText();

    @Message("There is no text yet. Write what the admins should know.")
    String nothingWritten();

    @Message("The text has {count} characters; the limit is {most}. Shorten it and send it again.")
    String tooLong(int count, int most);

    @Message(
            "This was not sent: your work is not paused any more, or an earlier answer of yours still waits. What you wrote is kept as your draft.")
    String notSent();
}
