package hone.overview;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the overview, and those that the pages about tasks share. */
@MessageBundle("overview")
public interface OverviewMessages {
    @Message("Projects")
    String projects();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Label")
    String label();

    @Message("Open tasks")
    String openTasks();

    @Message("{count} with someone now")
    String withSomeone(long count);

    @Message("Judged today")
    String judgedToday();

    @Message("{#if count == 1}by 1 person{#else}by {count} people{/if}, day in {zone}")
    String byPeople(long count, String zone);

    @Message("Accepted, not frozen yet")
    String fresh();

    @Message("{count} accepted in all")
    String acceptedInAll(String count);

    @Message("Current model")
    String currentModel();

    @Message("none yet")
    String noModel();

    @Message("answers the next questions")
    String answersNext();

    @Message("choose one under Models")
    String chooseModel();

    @Message("This project has no prompts yet")
    String nothingYet();

    @Message("Until the first judgment")
    String firstSteps();

    @Message(
            "{#switch what}{#case 'people'}People{#case 'guidelines'}Guidelines{#case 'prompts'}Prompts{#case 'model'}Current model{#else}Open tasks{/switch}")
    String firstStep(String what);

    @Message(
            "{#switch what}{#case 'people'}Add those who will judge; work is handed to members only.{#case 'guidelines'}General ones are there. Say in them what matters in this project, then publish.{#case 'prompts'}Import a file. With two answers to a prompt, people compare them; without any, they write one.{#case 'model'}Choose the one that answers prompts; without it, work comes from imports alone.{#else}They are made by themselves when prompts are imported or a model answers; then they wait on everybody’s Today.{/switch}")
    String firstStepText(String what);

    @Message("Done")
    String firstStepDone();

    @Message("Missing")
    String firstStepMissing();

    @Message("An admin will import some. Nothing is needed from you until then.")
    String nothingYetMember();

    @Message("Import prompts")
    String importPrompts();

    @Message("All imports")
    String allImports();

    @Message("JSON lines file")
    String file();

    @Message("One object a line with “prompt” or “messages”, and “answers” if you have them. Up to 50 MB.")
    String fileHelp();

    @Message("Import")
    String doImport();

    @Message("Freeze a dataset")
    String freeze();

    @Message(
            "{#if last == 0}For the first dataset: {fresh.counted('accepted judgment', 'accepted judgments')}.{#else}In no dataset yet: {fresh.counted('accepted judgment', 'accepted judgments')}; the last one was dataset {last}.{/if} A frozen dataset never changes; it is what training reads.")
    String freezeText(String fresh, int last);

    @Message("No accepted judgment waits, so there is nothing to freeze.")
    String nothingToFreeze();

    @Message("Freeze dataset {number}")
    String doFreeze(int number);

    @Message("Dataset {number}")
    String dataset(int number);

    @Message("Start a round")
    String startRound();

    @Message(
            "A round freezes what was judged, trains on it stage by stage, and samples answers of the new model for the next tasks.")
    String roundText();

    @Message("Round {number} is running. The next can start when it has finished.")
    String roundRuns(int number);

    @Message("No accepted judgment waits, so a round would learn nothing new.")
    String noRoundWhy();

    @Message("Start round {number}")
    String doRound(int number);

    @Message("All rounds")
    String rounds();

    @Message("Round {number}{#if step} at {step}{/if}")
    String roundLive(int number, String step);

    @Message("Start a round every week")
    String enabled();

    @Message("Next:")
    String next();

    @Message("A round missed while Hone was down is run once.")
    String scheduleHelp();

    @Message("Who judged, last 7 days")
    String whoJudged();

    @Message("Your judgments, last 7 days")
    String yourJudgments();

    @Message("Of the week’s judgments the newest {max} are looked at.")
    String weekCut(String max);

    @Message("You have not judged in the last 7 days.")
    String youJudgedNothing();

    @Message("All people")
    String allPeople();

    @Message("Labeler")
    String labeler();

    @Message("Judgments")
    String judgments();

    @Message("Median time")
    String medianTime();

    @Message("Ties")
    String ties();

    @Message("{count} s")
    String seconds(long count);

    @Message("{count} %")
    String percent(long count);

    @Message("no comparisons")
    String noComparisons();

    @Message("Nobody has judged in the last 7 days.")
    String nobodyJudged();

    @Message("Simulated")
    String simulated();

    @Message("Tasks")
    String tasks();

    @Message("{#switch state}{#case 'open'}Open{#case 'done'}Done{#else}Closed{/switch}")
    String stateName(String state);

    @Message("{#switch state}{#case 'open'}info dot{#case 'done'}good dot{#else}line{/switch}")
    String stateStyle(String state);

    @Message(
            "{#switch origin}{#case 'import'}from an import{#case 'model'}a model’s answers{#case 'both-bad'}both answers were bad{#case 'feedback'}feedback{#else}earlier work{/switch}")
    String origin(String origin);

    @Message("{judged} of {asked}")
    String ofAsked(long judged, int asked);
}
