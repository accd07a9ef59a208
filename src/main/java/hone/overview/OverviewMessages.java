package hone.overview;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the overview and the lists of tasks. */
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
    String acceptedInAll(long count);

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

    @Message(
            "Import a file of prompts below. With two answers to a prompt, people compare them; without any, they write one.")
    String nothingYetAdmin();

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
            "{#if last == 0}{fresh} accepted judgments wait for the first dataset.{#else}{fresh} accepted judgments are in no dataset yet; the last one was dataset {last}.{/if} A frozen dataset never changes; it is what training reads.")
    String freezeText(long fresh, int last);

    @Message("No accepted judgment waits, so there is nothing to freeze.")
    String nothingToFreeze();

    @Message("Freeze dataset {number}")
    String doFreeze(int number);

    @Message("Dataset {number}")
    String dataset(int number);

    @Message("Start a round")
    String startRound();

    @Message(
            "A round freezes, fine-tunes the current model on what was judged, and samples answers for the next tasks.")
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

    @Message("Weekly schedule")
    String schedule();

    @Message("On")
    String on();

    @Message("Off")
    String off();

    @Message("Day")
    String day();

    @Message("Time")
    String time();

    @Message("Time zone")
    String zone();

    @Message(
            "{#switch day}{#case 1}Monday{#case 2}Tuesday{#case 3}Wednesday{#case 4}Thursday{#case 5}Friday{#case 6}Saturday{#else}Sunday{/switch}")
    String dayName(int day);

    @Message("Start a round every week")
    String enabled();

    @Message("Next:")
    String next();

    @Message("A round missed while Hone was down is run once.")
    String scheduleHelp();

    @Message("Save")
    String save();

    @Message("Who judged, last 7 days")
    String whoJudged();

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

    @Message("Everything that was ever asked in {project}, newest first.")
    String tasksLede(String project);

    @Message("Kind of work")
    String kindOfWork();

    @Message("All kinds")
    String allKinds();

    @Message("State")
    String state();

    @Message("All states")
    String allStates();

    @Message("Show")
    String show();

    @Message(
            "{#switch kind}{#case 'comparison'}Comparison{#case 'ranking'}Ranking{#case 'correction'}Correction{#else}Demonstration{/switch}")
    String kind(String kind);

    @Message("{#switch state}{#case 'open'}Open{#case 'done'}Done{#else}Closed{/switch}")
    String stateName(String state);

    @Message("{#switch state}{#case 'open'}info dot{#case 'done'}good dot{#else}line{/switch}")
    String stateStyle(String state);

    @Message(
            "{#switch origin}{#case 'import'}from an import{#case 'model'}a model’s answers{#case 'both-bad'}both answers were bad{#else}feedback{/switch}")
    String origin(String origin);

    @Message("Prompt")
    String prompt();

    @Message("Made of")
    String madeOf();

    @Message("Made")
    String made();

    @Message("Judged")
    String judged();

    @Message("{judged} of {asked}")
    String ofAsked(long judged, int asked);

    @Message("Next {count}")
    String nextPage(int count);

    @Message("Back to the newest")
    String firstPage();

    @Message("There are no tasks yet")
    String noTasks();

    @Message("No task is of this kind and state")
    String noTasksFiltered();

    @Message("They are made when prompts are imported or a model answers.")
    String noTasksText();

    @Message("Choose another kind or state above.")
    String noTasksFilteredText();

    @Message("Conversation")
    String conversation();

    @Message("{#switch role}{#case 'user'}Person{#case 'assistant'}Model{#else}System{/switch}")
    String role(String role);

    @Message("Answers")
    String answers();

    @Message("Answer {number}")
    String answerNumber(int number);

    @Message("{model}")
    String provenanceModel(String model);

    @Message("seed {seed} · temperature {temperature} · top-p {topP}")
    String provenanceSampling(Long seed, Double temperature, Double topP);

    @Message("imported")
    String provenanceImport();

    @Message("ranked {rank} where it came from")
    String provenanceRank(Integer rank);

    @Message("written by {writer}")
    String provenanceWriter(String writer);

    @Message("cut at the length limit")
    String cutOff();

    @Message("This answer is empty.")
    String emptyAnswer();

    @Message("There is no answer yet: people write one.")
    String noAnswers();

    @Message("Answers are shown without their models while you judge. Reviewers and admins see them here.")
    String answersHidden();

    @Message("What was decided")
    String whatWasDecided();

    @Message("Nobody has judged this task yet.")
    String nothingDecided();

    @Message("Accepted")
    String accepted();

    @Message("Waits")
    String waits();

    @Message("Withdrawn")
    String withdrawn();

    @Message("guideline")
    String guidelineUsed();

    @Message("Close this task…")
    String closeTask();

    @Message("Close it for good?")
    String closeAsk();

    @Message("Nobody gets it from now on. Who has it open may finish it, and judgments that exist stay.")
    String closeText();

    @Message("Close task")
    String closeYes();

    @Message("Lineage")
    String lineage();

    @Message("Rules cited: {rules}")
    String rulesCited(String rules);

    @Message(
            "Answer {chosen} {#switch degree}{#case 'MUCH'}much better than{#case 'BETTER'}better than{#else}slightly better than{/switch} answer {rejected}")
    String decidedPreferred(String chosen, String rejected, String degree);

    @Message("Tie")
    String decidedTie();

    @Message("Both bad")
    String decidedBothBad();

    @Message("Answers in order, best first: {places}")
    String decidedRanking(String places);

    @Message("Not rankable")
    String decidedNotRankable();

    @Message("Wrote an answer:")
    String decidedDemonstration();

    @Message("Corrected answer {number}:")
    String decidedCorrection(String number);
}
