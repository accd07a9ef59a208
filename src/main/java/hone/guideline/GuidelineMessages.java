package hone.guideline;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * The words of guideline pages as labelers read them, and of the guideline beside the work. The editor's words are in its
 * template.
 */
@MessageBundle("guideline")
public interface GuidelineMessages {
    @Message("Guideline")
    String title();

    @Message("Version {number}")
    String version(int number);

    @Message("Hide")
    String hide();

    @Message("the guideline")
    String hideWhat();

    @Message("Introduction")
    String introduction();

    @Message("Tick the rules that decided it. They are stored with your judgment.")
    String tickRules();

    @Message("Examples")
    String examples();

    @Message("Good")
    String good();

    @Message("Not enough")
    String notEnough();

    @Message("Guidelines")
    String listTitle();

    @Message("What people follow when they judge {project}. Each judgment keeps the version it was made under.")
    String listLede(String project);

    @Message("Kind of work")
    String kindOfWork();

    @Message("Version")
    String newestVersion();

    @Message("What changed")
    String whatChanged();

    @Message("Rules")
    String rules();

    @Message("Draft")
    String draft();

    @Message("Draft from the shipped file")
    String draftFromFile();

    @Message("Edit")
    String edit();

    @Message("This project has no guidelines")
    String noGuidelines();

    @Message("They are created together with a project. Restart Hone to add them.")
    String noGuidelinesText();

    @Message("Version {number}, live")
    String versionLive(int number);

    @Message("Version {number}")
    String versionOld(int number);

    @Message("since")
    String since();

    @Message("by {name}")
    String by(String name);

    @Message("as shipped")
    String shipped();

    @Message("This is not the current version.")
    String oldNotice(int newest);

    @Message("Read version {newest}")
    String toNewest(int newest);

    @Message("Questions")
    String questions();

    @Message("{#if count == 0}Questions{#else if count == 1}1 open question{#else}{count} open questions{/if}")
    String questionsOpen(long count);

    @Message(
            "What people asked while they judged because the guideline does not say it. Answers that keep coming back belong in the guideline.")
    String questionsLede();

    @Message("Nobody has asked anything")
    String noQuestions();

    @Message("While you work, the key f asks the authors; the task is shown here beside the question.")
    String noQuestionsText();

    @Message("Answered")
    String answered();

    @Message("Open")
    String unanswered();

    @Message("about")
    String besideTask();

    @Message("Answer")
    String answer();

    @Message("Answer again")
    String answerAnew();

    @Message("Send the answer")
    String sendAnswer();

    @Message("Not covered by the guideline?")
    String notSaid();

    @Message("Questions and answers")
    String questionsAndAnswers();

    @Message("I have read version {number}")
    String haveRead(int number);

    @Message("History")
    String history();

    @Message("Text")
    String text();

    @Message("Views")
    String views();

    @Message("This guideline has no rules that could be cited. A heading like “### K1 Title” makes one.")
    String noRules();

    @Message("Changes since version {number}")
    String changesSince(int number);

    @Message("No difference.")
    String noChanges();

    @Message("This is the first version.")
    String firstVersion();

    @Message("From version")
    String compareFrom();

    @Message("to version")
    String compareTo();

    @Message("Compare")
    String compare();

    @Message("From version {from} to version {to}")
    String changesFromTo(int from, int to);

    @Message("Published")
    String published();

    @Message("By")
    String publishedBy();

    @Message("What changed")
    String note();

    @Message("Live")
    String live();

    @Message("New")
    String newRule();

    @Message("Changed")
    String changedRule();
}
