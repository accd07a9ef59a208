package hone.home;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the home page. */
@MessageBundle("home")
public interface HomeMessages {
    @Message("Today")
    String today();

    @Message("Waiting for you")
    String waiting();

    @Message("begun, not submitted")
    String begun();

    @Message("{count} left")
    String left(long count);

    @Message("more than {count} left")
    String manyLeft(long count);

    @Message("Continue")
    String resume();

    @Message("Start")
    String start();

    @Message("{action}: {kind} in {project}")
    String actionLabel(String action, String kind, String project);

    @Message("Nothing is waiting for you")
    String emptyTitle();

    @Message(
            "You have already had every free task, or someone else has it. New ones appear when prompts are imported or a model answers.")
    String emptyText();

    @Message("You are not a member of a project yet")
    String strangerTitle();

    @Message("Work is handed to members. Ask an admin to add you; nothing else is needed.")
    String strangerText();

    @Message("As an admin you can add yourself under People of a project.")
    String adminText();

    @Message("Projects")
    String projects();

    @Message("What your work changed")
    String changed();

    @Message("Nothing yet: your judgments count once a dataset is frozen with them.")
    String nothingChanged();

    @Message("{#if count == 1}1 of your judgments is in dataset{#else}{count} of your judgments are in dataset{/if}")
    String inDataset(long count);

    @Message("{project} {number}")
    String datasetName(String project, int number);

    @Message("Model {model} learned from it.")
    String learned(String model);

    @Message("Frozen")
    String frozen();

    @Message("Progress")
    String progress();

    @Message("{#if count == 1}judgment today{#else}judgments today{/if}")
    String judgmentsToday(long count);

    @Message("About {seconds.counted('second', 'seconds')} each. Stop whenever you like.")
    String each(long seconds);

    @Message("Nothing judged today yet.")
    String noneToday();

    @Message("Your day, in the time zone {zone}.")
    String countedIn(String zone);

    @Message("More about your work")
    String ownPage();

    @Message("{#if count == 1}1 more{#else}{count} more{/if}")
    String further(int count);

    @Message("Last five")
    String lastFive();

    @Message("You have judged nothing yet.")
    String noneYet();

    @Message("Stored")
    String stored();

    @Message("Up to ten can be undone")
    String upToTen();

    @Message("Undo last")
    String undoLast();

    @Message("Keys")
    String keys();

    @Message("Waiting for an admin")
    String adminDuties();

    @Message(
            "{project}: {#switch what}{#case 'round'}round {number} failed.{#case 'sft'}run {number} (SFT) failed.{#case 'reward'}run {number} (reward model) failed.{#case 'best-of-n'}run {number} (best of n) failed.{#case 'ppo'}run {number} (PPO) failed.{#case 'kto'}run {number} (KTO) failed.{#case 'dpo'}run {number} (DPO) failed.{#case 'grpo'}run {number} (GRPO) failed.{#else}run {number} (sampling) failed.{/switch}")
    String failed(String project, String what, long number);

    @Message("{project}: {model} is trained; make it current, or keep the present one.")
    String decide(String project, String model);

    @Message(
            "{project}: {#if count == 1}1 question about a guideline waits for an answer.{#else}{count} questions about guidelines wait for an answer.{/if}")
    String questionsOpen(String project, long count);

    @Message("{project}: {#if count == 1}1 answer to a pause waits.{#else}{count} answers to pauses wait.{/if}")
    String appealsOpen(String project, long count);

    @Message("Your work in {project} is paused")
    String paused(String project);

    @Message("You are handed no new tasks there for now. Read why, and answer if you like.")
    String pausedText();

    @Message("Read why")
    String pausedWhy();

    @Message("since")
    String sinceWhen();

    @Message("Your questions")
    String yourQuestions();

    @Message("{project} · {#if answered}answered{#else}not answered yet, asked{/if}")
    String asked(String project, boolean answered);

    @Message("From reviewers")
    String feedback();

    @Message(
            "{project}: {#switch outcome}{#case 'returned'}a judgment of yours came back.{#case 'fixed'}a judgment of yours was changed and then accepted.{#else}a judgment of yours was rejected.{/switch}")
    String reviewed(String project, String outcome);

    @Message("{#if count == 0}Answer the reviewer{#else if count == 1}1 comment{#else}{count} comments{/if}")
    String comments(long count);
}
