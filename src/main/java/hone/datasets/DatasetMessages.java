package hone.datasets;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of dataset pages. */
@MessageBundle("dataset")
public interface DatasetMessages {
    @Message("Datasets")
    String title();

    @Message("Dataset {number}")
    String one(int number);

    @Message("Frozen judgments: what training reads. A dataset never changes and can be looked up for ever.")
    String lede();

    @Message("No dataset yet")
    String emptyTitle();

    @Message("Judgments are accepted one by one; a dataset freezes those that count at one moment.")
    String emptyText();

    @Message("Freeze a dataset")
    String freezeTitle();

    @Message("Freeze dataset {number}…")
    String freeze(long number);

    @Message("Freeze now")
    String freezeNow();

    @Message(
            "Accepted since the last dataset: {fresh.counted('judgment', 'judgments')}; {accepted} in all. They are frozen as they are now; {percent} % of the prompts are held out.")
    String freezeText(String fresh, String accepted, int percent);

    @Message("Frozen")
    String frozen();

    @Message("Published")
    String published();

    @Message("Waiting for Kafka")
    String waiting();

    @Message(
            "{#if judgments == '1'}1 accepted judgment{#else}{judgments} accepted judgments{/if}, frozen on {when} by {who}. It never changes.")
    String lead(String judgments, String when, String who);

    @Message("Hone")
    String hone();

    @Message("Judgments")
    String judgments();

    @Message(
            "by {#if people == '1'}1 person{#else}{people} people{/if}{#if scripts != '0'} and {#if scripts == '1'}1 script{#else}{scripts} scripts{/if}{/if}")
    String by(String people, String scripts);

    @Message("Rows")
    String rows();

    @Message(
            "{#if written == '1'}1 written answer{#else}{written} written answers{/if}, {#if pairs == '1'}1 pair{#else}{pairs} pairs{/if}, {#if prompts == '1'}1 prompt{#else}{prompts} prompts{/if}")
    String rowKinds(String written, String pairs, String prompts);

    @Message("Prompts")
    String prompts();

    @Message("{train} train, {held} held out")
    String promptSplit(String train, String held);

    @Message("Without a row")
    String without();

    @Message("{ties.counted('tie', 'ties')}, {bad} both bad")
    String withoutKinds(String ties, String bad);

    @Message("Where it comes from, what became of it")
    String way();

    @Message("Guidelines")
    String guidelines();

    @Message("{#if count == '1'}1 judgment{#else}{count} judgments{/if}")
    String judgmentsUnder(String count);

    @Message("Dataset")
    String dataset();

    @Message("one hash")
    String oneHash();

    @Message(
            "{#switch kind}{#case 'sft'}SFT{#case 'reward'}Reward{#case 'ppo'}PPO{#case 'generate'}Generate{#else}{kind}{/switch} {number}")
    String runName(String kind, int number);

    @Message("Runs")
    String runs();

    @Message("no run yet")
    String noRun();

    @Message("{#if count > 1}Models{#else}Model{/if}")
    String models(int count);

    @Message("not yet")
    String notYet();

    @Message("Rows by kind and split")
    String byKind();

    @Message("split by prompt: none is on both sides")
    String splitNote();

    @Message("Kind")
    String kind();

    @Message("Train")
    String train();

    @Message("Held out")
    String heldOut();

    @Message("All")
    String all();

    @Message("Rows by person")
    String byPerson();

    @Message("Person")
    String person();

    @Message("Share")
    String share();

    @Message("Simulated")
    String simulated();

    @Message("Identity")
    String identity();

    @Message("Topic")
    String topic();

    @Message("partition {partition}, offsets {first} to {last}")
    String place(int partition, String first, String last);

    @Message("Publications")
    String publications();

    @Message("Attempt {attempt}")
    String attempt(int attempt);

    @Message("began, not finished; its records are never read")
    String unfinished();

    @Message("It waits for Kafka and is sent by itself. Nothing is lost.")
    String notPublished();

    @Message("Row order")
    String order();

    @Message("by judgment id")
    String byJudgment();

    @Message("Held-out prompts")
    String heldOutPercent();

    @Message("To know")
    String toKnow();

    @Message("{#if count == '1'}1 judgment was{#else}{count} judgments were{/if} withdrawn after freezing.")
    String withdrawn(String count);

    @Message("They are still in here; the next dataset leaves them out.")
    String withdrawnNote();

    @Message("{percent} % of the judgments are simulated.")
    String simulatedShare(long percent);

    @Message("Models made from it carry the mark.")
    String simulatedNote();

    @Message("Members")
    String members();

    @Message("Row")
    String row();

    @Message("Split")
    String split();

    @Message("Weight")
    String weight();

    @Message("Margin")
    String margin();

    @Message("Prompt")
    String prompt();

    @Message("First rows")
    String firstRows();

    @Message("Next rows")
    String nextRows();

    @Message(
            "Reviewers and admins read the rows here. You see answers in your own work only, so that you judge them blind.")
    String membersHidden();

    @Message("Hidden for now: rows of prompts that you may still be asked about.")
    String rowsHidden();

    @Message("Hidden")
    String rowHidden();

    @Message("There is no row from {position} on.")
    String noRows(long position);

    @Message("Train from it")
    String trainTitle();

    @Message(
            "One stage of a round by hand. The finished model becomes a version of its own; it is not made current by itself.")
    String trainText();

    @Message("{#switch stage}{#case 'sft'}SFT…{#case 'reward'}Reward model…{#else}PPO…{/switch}")
    String trainStage(String stage);

    @Message("Frozen by")
    String frozenBy();

    @Message("New since then")
    String fresh();

    @Message("Number")
    String number();

    @Message("Frozen at")
    String frozenAt();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
