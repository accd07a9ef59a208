package hone.quizzes;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words for somebody who takes a quiz. */
@MessageBundle("quiz")
public interface QuizMessages {
    @Message("Quiz: {kind} in {project}")
    String title(String kind, String project);

    @Message("Before this work is handed to you, a quiz has to be passed in {project}.")
    String lede(String project);

    @Message("In {project}, this work is handed out without a quiz.")
    String notRequired(String project);

    @Message("You passed the quiz.")
    String passed();

    @Message("You did not pass this time.")
    String failed();

    @Message("This try ended early and does not count, because the guideline or the quiz changed meanwhile.")
    String brokenOff();

    @Message("Right: {found} of {answered}, which is {percent} %. To pass, {needed} % are needed.")
    String score(int found, int answered, int percent, int needed);

    @Message("An admin lets you work without the quiz.")
    String excused();

    @Message("What it is")
    String what();

    @Message(
            "{tasks.counted('task', 'tasks')} as in your work, of which the answers are known. In each of them one of the two answers is better: prefer it, no matter by how much.")
    String whatTasks(int tasks);

    @Message("At least {percent} % have to be right.")
    String whatPasses(int percent);

    @Message("You can leave at any time and go on later. What you answer here is not used as a judgment.")
    String whatElse();

    @Message("""
            {#switch feedback}{#case 'mark'}Which of your answers were right is not shown, so that the quiz can be taken again.\
            {#case 'explanations'}Afterwards you read why your wrong answers are wrong, where that is explained; once you have passed, \
            you read which answer is better in every task.\
            {#else}Afterwards you read which answer is better in every task.{/switch}""")
    String whatShown(String feedback);

    @Message("Read the guideline")
    String readGuideline();

    @Message("{#if left == 1}You have one try.{#else}You have {left} tries.{/if}")
    String triesLeft(int left);

    @Message("{days.counted('day', 'days')} lie between two tries.")
    String waitBetween(int days);

    @Message("You may try again from {until} on.")
    String waits(String until);

    @Message("You have no tries left. An admin can grant you another one.")
    String noneLeft();

    @Message(
            "There are too few tasks to ask you at the moment. An admin can add some, or let you work without the quiz; nothing is wrong on your side.")
    String tooFew();

    @Message("Begin")
    String begin();

    @Message("Begin another try")
    String again();

    @Message("Go on with task {number} of {of}")
    String goOn(int number, int of);

    @Message("See what came of it")
    String finish();

    @Message("To work")
    String toWork();

    @Message("Earlier tries")
    String earlier();

    @Message("{#switch outcome}{#case 'passed'}Passed{#case 'failed'}Not passed{#else}Ended early{/switch}")
    String outcome(String outcome);

    @Message("{found} of {answered} right")
    String right(int found, int answered);

    @Message("What you answered")
    String yourAnswers();

    @Message("Shown are those of your wrong answers that are explained.")
    String onlyExplained();

    @Message("Nothing of this try can be shown: its tasks may still come to you as work, or are asked no more.")
    String nothingShown();

    @Message("Task {number}")
    String taskNumber(int number);

    @Message("{#if found}Right{#else}Wrong{/if}")
    String found(boolean found);

    @Message("{#if letter == ''}You preferred neither answer.{#else}You preferred answer {letter}.{/if}")
    String preferred(String letter);

    @Message("Answer {letter} is better.")
    String better(String letter);

    @Message("Why")
    String why();

    @Message("Read the task again")
    String readAgain();

    @Message("Your answer")
    String yours();

    @Message("Better")
    String isBetter();

    @Message("Task {number} of {of}")
    String number(int number, int of);

    @Message("Quiz")
    String quiz();

    @Message("A quiz: what you answer cannot be changed afterwards.")
    String binding();

    @Message("Later")
    String later();

    @Message("Your answer was not sent. It is still chosen: try again.")
    String notSent();

    @Message("You are signed out. Sign in and go on where you were.")
    String signedOut();

    @Message("Sign in")
    String signIn();
}
