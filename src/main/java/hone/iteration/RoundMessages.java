package hone.iteration;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of pages about rounds. */
@MessageBundle("round")
public interface RoundMessages {
    @Message("Rounds")
    String title();

    @Message("Round {number}")
    String one(int number);

    @Message(
            "A round freezes what was accepted, trains a model on it and samples that model’s answers as the next tasks. An admin then makes the model current.")
    String lede();

    @Message("No round yet")
    String emptyTitle();

    @Message("Rounds start by the button or by the weekly schedule, once judgments have been accepted.")
    String emptyText();

    @Message("Start a round")
    String startTitle();

    @Message(
            "{fresh} new judgments since the last dataset, {accepted} in all. SFT starts from the base model at the root of the current one’s line, because a dataset holds all accepted judgments.")
    String startText(String fresh, String accepted);

    @Message("Start round {number}")
    String start(int number);

    @Message("Round {number} is running. The next can start when it has ended.")
    String running(int number);

    @Message("Weekly schedule")
    String schedule();

    @Message("On")
    String on();

    @Message("Off")
    String off();

    @Message("Day")
    String day();

    @Message(
            "{#switch day}{#case 1}Monday{#case 2}Tuesday{#case 3}Wednesday{#case 4}Thursday{#case 5}Friday{#case 6}Saturday{#else}Sunday{/switch}")
    String dayName(int day);

    @Message("Time")
    String time();

    @Message("Time zone")
    String zone();

    @Message("Start rounds by themselves")
    String enabled();

    @Message("Save")
    String save();

    @Message("Next: {when}. A round missed while Hone was down is run once.")
    String next(String when);

    @Message("No round starts by itself. A round missed while Hone is down would be run once.")
    String noNext();

    @Message("Last due {when}: {note}")
    String lastNote(String when, String note);

    @Message("Last due {when}: a round was started.")
    String lastStarted(String when);

    @Message("Running")
    String stateRunning();

    @Message(
            "{#switch outcome}{#case 'running'}Running{#case 'succeeded'}Done{#case 'failed'}Failed{#case 'cancelled'}Stopped{#else}{outcome}{/switch}")
    String state(String outcome);

    @Message(
            "{#switch outcome}{#case 'running'}info dot live{#case 'succeeded'}good dot{#case 'failed'}bad dot{#else}warn dot{/switch}")
    String stateStyle(String outcome);

    @Message("Started late")
    String late();

    @Message("Number")
    String number();

    @Message("State")
    String stateWord();

    @Message("Started")
    String started();

    @Message("By")
    String by();

    @Message("Dataset")
    String dataset();

    @Message("Model")
    String model();

    @Message("weekly schedule")
    String bySchedule();

    @Message("Stop the round…")
    String stop();

    @Message("Stop this round")
    String stopSure();

    @Message("Its runs are cancelled. The dataset, and what was saved, are kept.")
    String stopText();

    @Message("Try this step again")
    String again();

    @Message("A new run of {step} on the same dataset; what is done stays done, and the round goes on after it.")
    String againText(String step);

    @Message(
            "{#switch phase}{#case 'freeze'}The accepted judgments are being frozen.{#case 'between'}Dataset {dataset} is frozen; the next step is being asked for.{#case 'sft'}A model is being fine-tuned on dataset {dataset}.{#case 'reward'}A reward model is learning from dataset {dataset} what people prefer.{#case 'ppo'}PPO is bending the policy towards what people prefer.{#case 'generate'}{#if model}{model}{#else}The current model{/if} is answering prompts; its answers become tasks.{#case 'succeeded'}It is done: {model} was trained on dataset {dataset}. An admin can make it current.{#case 'current'}It is done: {model} was trained on dataset {dataset} and is current.{#case 'nothing-new'}It is done; no new policy was trained on dataset {dataset}.{#case 'failed'}It failed; what was done before is kept.{#case 'cancelled'}It was stopped; what was done before is kept.{#else}{phase}{/switch}")
    String verdict(String phase, String dataset, String model);

    @Message("Freeze")
    String freeze();

    @Message("Current")
    String current();

    @Message("Waiting")
    String waiting();

    @Message("Switched off")
    String switchedOff();

    @Message("Not reached")
    String notTaken();

    @Message("Left out")
    String leftOut();

    @Message("{step} was left out.")
    String leftOutStep(String step);

    @Message("Which steps a round takes")
    String stepsTitle();

    @Message(
            "After freezing, a round asks the trainer for these, one after another. A round that is running keeps the steps it began with.")
    String stepsLede();

    @Message("Saved. The next round goes by it.")
    String stepsSaved();

    @Message("Nothing was saved yet: what is wrong stands beside its field.")
    String notSaved();

    @Message("Save the steps")
    String stepsSave();

    @Message("Steps and recipes")
    String toSteps();

    @Message(
            "{#switch step}{#case 'sft'}Fine-tune on written answers{#case 'reward'}Learn from pairs what people prefer{#case 'ppo'}Bend the policy towards it{#else}Sample the next answers{/switch}")
    String stepTake(String step);

    @Message(
            "{#switch step}{#case 'sft'}Starts from the base model at the root of the current one’s line. Without it the later steps start from the current model. Left out by itself when the dataset has no written answers.{#case 'reward'}Starts from the fine-tuned model and learns to score answers. Left out by itself when there are too few pairs.{#case 'ppo'}The fine-tuned model answers prompts, the reward model scores them. Without a reward model in the round it follows the newest that was trained from the same fine-tuned model. Left out by itself when people have compared too few answers of the policy’s own family.{#else}The round’s newest policy answers prompts that are short of answers; they become tasks.{/switch}")
    String stepHelp(String step);

    @Message("Recipe")
    String recipe();

    @Message("Recipe of {step}, as JSON")
    String recipeOf(String step);

    @Message(
            "The same as for ./hone train recipe.json. What stands here at first was found good for the small base model; a setting that is left out keeps that value, and an empty field keeps all.")
    String recipeHelp();

    @Message("being frozen")
    String freezing();

    @Message("{rows} rows")
    String rows(String rows);

    @Message("Run {number}")
    String run(int number);

    @Message("step {step} of {steps}")
    String step(String step, String steps);

    @Message(
            "{#switch state}{#case 'waiting'}waits for the trainer{#case 'running'}training{#case 'succeeded'}done{#case 'failed'}failed{#case 'cancelled'}cancelled{#else}{state}{/switch}")
    String runState(String state);

    @Message("Needs you")
    String needsYou();

    @Message("one button")
    String oneButton();

    @Message("Yes")
    String yes();

    @Message("What happened")
    String happened();

    @Message("<b>Start.</b> By")
    String startedBy();

    @Message("<b>Start.</b> By the weekly schedule, due {due}.")
    String startedBySchedule(String due);

    @Message("<b>Start.</b> By the weekly schedule, due {due}, while Hone was down; run once, {late} late.")
    String startedLate(String due, String late);

    @Message(
            "<b>Freeze.</b> Dataset {number}: {rows} rows of {#if judgments == '1'}1 judgment{#else}{judgments} judgments{/if}.")
    String frozen(String number, String rows, String judgments);

    @Message("<b>{kind}.</b> Run {number} requested.")
    String requested(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} is at step {step} of {steps}.")
    String goesOn(String kind, String number, String step, String steps);

    @Message("<b>{kind}.</b> Run {number} is done.")
    String done(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} failed.")
    String runFailed(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} was cancelled.")
    String runCancelled(String kind, String number);

    @Message("<b>End.</b> The round is done.")
    String ended();

    @Message("<b>End.</b> The round failed.")
    String endedFailed();

    @Message("<b>End.</b> The round was stopped.")
    String endedStopped();

    @Message("Then")
    String then();

    @Message(
            "{#switch step}{#case 'sft'}SFT: a model is fine-tuned on the written answers.{#case 'reward'}Reward model: it learns from pairs what people prefer.{#case 'ppo'}PPO: the policy is bent towards it.{#else}Generate: the new model answers up to {prompts} prompts that are short of answers. They become tasks by themselves.{/switch}")
    String thenStep(String step, int prompts);

    @Message("An admin makes the model current. Until then {model} answers.")
    String thenCurrent(String model);

    @Message("An admin makes the model current. No model is current yet.")
    String thenFirst();

    @Message("Make {model} current…")
    String makeCurrent(String model);

    @Message("On held-out rows the loss fell from {before} to {after}.")
    String lossFell(String before, String after);

    @Message("On held-out rows the loss did not fall: {after}, {before} before.")
    String lossRose(String before, String after);

    @Message("The reward model is right in {percent} %{#if pairs} of {pairs}{/if} held-out pairs.")
    String pairsRight(String percent, String pairs);

    @Message("It scores PPO’s answers {last}, {first} at the first step.")
    String scoreWent(String first, String last);

    @Message(
            "Whether people like the new answers better, they say themselves: {judged} of {asked} judgments of them are in.")
    String peopleDecide(String judged, String asked);

    @Message("Whether people like the new answers better shows when they have judged them.")
    String peopleDecideLater();

    @Message("The circle of this round")
    String circle();

    @Message("Nothing is frozen yet.")
    String nothingFrozen();

    @Message("Guidelines")
    String guidelines();

    @Message("Judgments")
    String judgments();

    @Message(", {fresh} of them new since the dataset before")
    String ofThemNew(String fresh);

    @Message(
            "{count} {#switch kind}{#case 'comparison'}{#if count == '1'}comparison{#else}comparisons{/if}{#case 'ranking'}{#if count == '1'}ranking{#else}rankings{/if}{#case 'correction'}{#if count == '1'}correction{#else}corrections{/if}{#case 'demonstration'}{#if count == '1'}demonstration{#else}demonstrations{/if}{#else}{kind}{/switch}")
    String judgedKind(String kind, String count);

    @Message(
            "by {#if people == '1'}1 person{#else}{people} people{/if}{#if scripts != '0'} and {#if scripts == '1'}1 script{#else}{scripts} scripts{/if}{/if}")
    String by2(String people, String scripts);

    @Message(
            "{#if written == '1'}1 written answer{#else}{written} written answers{/if}, {#if pairs == '1'}1 pair{#else}{pairs} pairs{/if}, {#if prompts == '1'}1 prompt{#else}{prompts} prompts{/if}")
    String rowKinds(String written, String pairs, String prompts);

    @Message("{percent} % of the prompts held out")
    String heldOut(long percent);

    @Message("held-out loss {after}, before {before}")
    String figureLoss(String before, String after);

    @Message(
            "right in {percent} %{#if pairs} of {pairs}{/if} held-out pairs{#if agree}; two people agree in {agree} %{/if}")
    String figureRight(String percent, String pairs, String agree);

    @Message("reward {last}, at first {first}")
    String figureScore(String first, String last);

    @Message("; KL {kl} nats an answer")
    String figureKl(String kl);

    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {#if prompts == '1'}1 prompt{#else}{prompts} prompts{/if}")
    String figureAnswers(String answers, String prompts);

    @Message("{prompts} prompts answered")
    String answered(String prompts);

    @Message("{model} has not been made current.")
    String notCurrent(String model);

    @Message("No new policy")
    String noModel();

    @Message("not yet")
    String notYet();

    @Message("none")
    String none();

    @Message("New tasks")
    String newTasks();

    @Message("{#if count == '1'}1 task{#else}{count} tasks{/if}")
    String tasks(String count);

    @Message("{judged} of {asked} judgments are in")
    String tasksJudged(String judged, String asked);

    @Message("Its answers are judged; what is accepted goes into the next round.")
    String thenJudge();

    @Message("Updates by itself.")
    String liveOn();

    @Message("No answer from the server just now; what stands here may be old. It is asked again by itself.")
    String liveLost();

    @Message("Hone")
    String hone();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
