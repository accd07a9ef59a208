package hone.runs;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the answers that a run samples: while it trains, to see what that does, or as its work. */
@MessageBundle("sample")
public interface SampleMessages {
    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {of} of {prompts.counted('prompt', 'prompts')} so far; {#if tasks == '1'}1 task was{#else}{tasks} tasks were{/if} made of them.")
    String soFar(String answers, String of, String prompts, String tasks);

    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {of} of {prompts.counted('prompt', 'prompts')}; {#if tasks == '1'}1 task was{#else}{tasks} tasks were{/if} made of them.")
    String all(String answers, String of, String prompts, String tasks);

    @Message("{#if count == 1}1 prompt set aside{#else}{count} prompts set aside{/if}")
    String setAside(long count);

    @Message("This model can’t be asked them. The next prompts are taken in their place.")
    String setAsideHelp();

    @Message("The last turn of the prompt")
    String setAsidePrompt();

    @Message("Why")
    String setAsideWhy();

    @Message("first {shown} of {all}")
    String setAsideShown(int shown, long all);

    @Message("{of} of {prompts.counted('prompt', 'prompts')} answered")
    String answered(String of, String prompts);

    @Message(
            "Reviewers and admins read answers here. You see them in your own work only, so that you judge them blind.")
    String answersHidden();

    @Message(
            "You may still judge all of them, so they are hidden from you. An admin who is no member of the project sees them.")
    String answersLeftOut();

    @Message("There are none yet, or only to prompts that you may still be asked about.")
    String leftOut();

    @Message("Its newest answers")
    String newest();

    @Message("No answer has come yet.")
    String noAnswer();

    @Message("Answer {number} of {count}")
    String answerOf(int number, int count);

    @Message("Before and after")
    String title();

    @Message("same prompts, same seed")
    String note();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("Not sampled yet.")
    String notYet();

    @Message("(an empty answer)")
    String emptyAnswer();

    @Message("The trainer has sent no samples yet.")
    String none();
}
