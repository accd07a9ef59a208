package hone.me;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of a labeler's own page. */
@MessageBundle("me")
public interface MeMessages {
    @Message("Your work")
    String title();

    @Message("Only you see this page.")
    String yoursAlone();

    @Message("Progress")
    String progress();

    @Message("Judgments today")
    String today();

    @Message("This week")
    String thisWeek();

    @Message("In all")
    String inAll();

    @Message("You have judged on {count} days in a row.")
    String daysInARow(int count);

    @Message("Judgments by week")
    String byWeek();

    @Message("Your judgments of each of the last twelve weeks as columns; the numbers are in the table.")
    String chartSays();

    @Message("Weeks begin on Monday, by the clock of {zone}. What you undid is not counted.")
    String weeksBegin(String zone);

    @Message("The numbers")
    String asTable();

    @Message("Week of")
    String weekOf();

    @Message("Judgments")
    String judgments();

    @Message("You have judged nothing yet. What you do is counted here, for you alone.")
    String nothingJudged();

    @Message("Agreement with others")
    String agreement();

    @Message(
            "{#switch about}{#case 'choice'}You and others chose the same answer in {percent} % of {count} comparisons.{#case 'order'}You and others put {percent} % of the pairs of answers in the same order, in {count} rankings.{#case 'mark'}You and others gave {percent} % of the marks alike, in {count} ratings.{#else}{percent} % of {count}{/switch}")
    String agrees(String about, String percent, long count);

    @Message("By chance alone this could be anything from {low} to {high} %.")
    String byChance(String low, String high);

    @Message("Measured")
    String measured();

    @Message("People may differ for good reasons, and others err too. The number changes only after twenty more tasks.")
    String agreementMeans();

    @Message(
            "Not enough yet: something can be said once {count} of your tasks of one kind were judged by somebody else too.")
    String notEnough(int count);

    @Message("The same answers again")
    String consistency();

    @Message(
            "When the same two answers came again after some days, you decided as before in {percent} % of {count.counted('case', 'cases')}.")
    String consistent(String percent, long count);

    @Message(
            "Some answers are nearly as good as each other, and minds change for good reasons. The number changes only after twenty more.")
    String consistencyMeans();

    @Message("From reviewers")
    String feedback();

    @Message("Nothing yet. When a reviewer returns, changes or rejects a judgment of yours, it says so here.")
    String noFeedback();

    @Message(
            "{project}: {#switch outcome}{#case 'returned'}a judgment of yours came back.{#case 'fixed'}a judgment of yours was changed and then accepted.{#else}a judgment of yours was rejected.{/switch}")
    String reviewed(String project, String outcome);

    @Message("Quizzes")
    String quizzes();

    @Message("{kind} in {project}")
    String quizOf(String kind, String project);

    @Message(
            "{#switch outcome}{#case 'passed'}Passed: {found} of {answered} right.{#case 'failed'}Not passed: {found} of {answered} right.{#else}Ended early; it does not count.{/switch}")
    String quizEnded(String outcome, int found, int answered);

    @Message("What your work changed")
    String changed();

    @Message("Nothing yet: your judgments count once a dataset is frozen with them, and models learn from it.")
    String nothingChanged();

    @Message("Datasets")
    String datasets();

    @Message("{#if count == 1}1 of your judgments in{#else}{count} of your judgments in{/if}")
    String inDataset(long count);

    @Message("{project} {number}")
    String datasetName(String project, int number);

    @Message("Frozen")
    String frozen();

    @Message("Models that learned from it")
    String models();

    @Message(
            "{#if rewarding}It learned from dataset {number} what people prefer; made{#else if current}Current: it answers now. It learned from dataset {number}; made{#else}It learned from dataset {number}; made{/if}")
    String learned(boolean rewarding, boolean current, int number);

    @Message("Answers that you put right")
    String corrections();

    @Message(
            "{#switch state}{#case 'frozen'}an answer that somebody had called wrong is corrected; your correction is in dataset {dataset}.{#case 'trained'}an answer that somebody had called wrong is corrected; {model} learned from your correction (dataset {dataset}).{#case 'served'}an answer that somebody had called wrong is corrected; {model}, which answers now, learned from your correction (dataset {dataset}).{#else}an answer that somebody had called wrong is corrected; the next dataset will include your correction.{/switch}")
    String fate(String state, String dataset, String model);

    @Message("Corrected")
    String corrected();

    @Message("{#if count == '1'}and 1 more{#else}and {count} more{/if}")
    String further(String count);

    @Message("{#if count == 0}Answer the reviewer{#else if count == 1}1 comment{#else}{count} comments{/if}")
    String comments(long count);
}
