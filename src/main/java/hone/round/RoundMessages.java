package hone.round;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of one round, and those that the list and the forms share. */
@MessageBundle("round")
public interface RoundMessages {
    @Message("Rounds")
    String title();

    @Message("Round {number}")
    String one(int number);

    @Message(
            "{#switch outcome}{#case 'running'}Running{#case 'succeeded'}Done{#case 'failed'}Failed{#case 'cancelled'}Stopped{#else}{outcome}{/switch}")
    String state(String outcome);

    @Message(
            "{#switch outcome}{#case 'running'}info dot live{#case 'succeeded'}good dot{#case 'failed'}bad dot{#else}warn dot{/switch}")
    String stateStyle(String outcome);

    @Message("Started late")
    String late();

    @Message("Dataset")
    String dataset();

    @Message("Stop the round…")
    String stop();

    @Message("Stop this round")
    String stopSure();

    @Message("Its runs are cancelled. The dataset, and what was saved, are kept.")
    String stopText();

    @Message("Try this stage again")
    String again();

    @Message(
            "Trying again asks for {stage} anew, on the same dataset; what is done stays done, and the round goes on after it.")
    String againText(String stage);

    @Message(
            "{#switch phase}{#case 'freeze'}The accepted judgments are being frozen.{#case 'between'}Dataset {dataset} is frozen; the next stage is being asked for.{#case 'sft'}A model is being fine-tuned on dataset {dataset}.{#case 'reward'}A reward model is learning from dataset {dataset} what people prefer.{#case 'ppo'}PPO is bending the policy towards what people prefer.{#case 'generate'}{#if model}{model}{#else}The current model{/if} is answering prompts; its answers become tasks.{#case 'succeeded'}It is done: {model} was trained on dataset {dataset}. An admin can make it current.{#case 'current'}It is done: {model} was trained on dataset {dataset} and is current.{#case 'nothing-new'}It is done; no new policy was trained on dataset {dataset}.{#case 'failed'}It failed; what was done before is kept.{#case 'cancelled'}It was stopped; what was done before is kept.{#else}{phase}{/switch}")
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

    @Message("{stage} was left out.")
    String leftOutStage(String stage);

    @Message("Nothing was saved yet: what is wrong stands beside its field.")
    String notSaved();

    @Message("{rows.counted('row', 'rows')}")
    String rows(String rows);

    @Message("Run {number}")
    String run(int number);

    @Message("step {step} of {steps}")
    String step(String step, String steps);

    @Message("Needs you")
    String needsYou();

    @Message("one button")
    String oneButton();

    @Message("Yes")
    String yes();

    @Message("No")
    String no();

    @Message("What happened")
    String happened();

    @Message("<b>Start.</b> By")
    String startedBy();

    @Message("<b>Start.</b> By the weekly schedule, due {due}.")
    String startedBySchedule(String due);

    @Message("<b>Start.</b> By the weekly schedule, due {due}, while Hone was down; run once, {late} late.")
    String startedLate(String due, String late);

    @Message(
            "<b>Freeze.</b> Dataset {number}: {rows.counted('row', 'rows')} of {#if judgments == '1'}1 judgment{#else}{judgments} judgments{/if}.")
    String frozen(String number, String rows, String judgments);

    @Message("<b>{kind}.</b> Run {number} requested.")
    String requested(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} is at step {step} of {steps}.")
    String goesOn(String kind, String number, String step, String steps);

    @Message("<b>{kind}.</b> Run {number} was asked to end.")
    String ending(String kind, String number);

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
            "{#switch stage}{#case 'sft'}SFT: a model is fine-tuned on the written answers.{#case 'reward'}Reward model: it learns from pairs what people prefer.{#case 'ppo'}PPO: the policy is bent towards it.{#else}Generate: the new model answers up to {prompts.counted('prompt', 'prompts')} that are short of answers. They become tasks by themselves.{/switch}")
    String thenStage(String stage, int prompts);

    @Message("An admin makes the model current. Until then {model} answers.")
    String thenCurrent(String model);

    @Message("An admin makes the model current. No model is current yet.")
    String thenFirst();

    @Message("Make {model} current…")
    String makeCurrent(String model);

    @Message("SFT:")
    String sftMeasured();

    @Message("Reward model:")
    String rewardMeasured();

    @Message("PPO:")
    String ppoMeasured();

    @Message(
            "Whether people like the new answers better, they say themselves: {judged} of {asked.counted('judgment', 'judgments')} of them are in.")
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

    @Message("{percent} % of the prompts held out")
    String heldOut(long percent);

    @Message("; two people agree in {agree} %")
    String figureAgree(String agree);

    @Message("; KL {kl} nats an answer")
    String figureKl(String kl);

    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {#if prompts == '1'}1 prompt{#else}{prompts} prompts{/if}")
    String figureAnswers(String answers, String prompts);

    @Message("{prompts.counted('prompt', 'prompts')} answered")
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

    @Message("{judged} of {asked.counted('judgment', 'judgments')} are in")
    String tasksJudged(String judged, String asked);

    @Message("Its answers are judged; what is accepted goes into the next round.")
    String thenJudge();

    @Message("Updates by itself.")
    String liveOn();

    @Message("No answer from the server just now; what stands here may be old. It is asked again by itself.")
    String liveLost();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
