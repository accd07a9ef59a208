package hone.runs;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of one run with its curves, and those that the list shares. */
@MessageBundle("run")
public interface RunMessages {
    @Message("Runs")
    String title();

    @Message(
            "{#switch kind}{#case 'sft'}SFT{#case 'reward'}Reward{#case 'ppo'}PPO{#case 'generate'}Generate{#else}{kind}{/switch}")
    String kind(String kind);

    @Message(
            "{#switch kind}{#case 'sft'}SFT{#case 'reward'}Reward{#case 'ppo'}PPO{#case 'generate'}Generate{#else}{kind}{/switch}, run {number}")
    String name(String kind, int number);

    @Message(
            "{#switch state}{#case 'waiting'}Waiting{#case 'running'}{#if kind == 'generate'}Sampling{#else}Training{/if}{#case 'cancelling'}Ending{#case 'succeeded'}Done{#case 'failed'}Failed{#case 'cancelled'}Cancelled{#else}{state}{/switch}")
    String state(String kind, String state);

    @Message(
            "{#switch state}{#case 'waiting'}line{#case 'running'}info dot live{#case 'cancelling'}warn dot{#case 'succeeded'}good dot{#case 'failed'}bad dot{#else}line{/switch}")
    String stateStyle(String state);

    @Message("Run")
    String run();

    @Message("Dataset")
    String dataset();

    @Message("Round")
    String round();

    @Message("Model")
    String model();

    @Message(
            "{#switch verdict}{#case 'waiting'}The trainer has not begun yet; it takes runs one after another.{#case 'running'}It is training; whether it helps is not known yet.{#case 'cancelling'}It was asked to end and is saving what it has.{#case 'unmeasured'}It is done. Nothing was held out, so whether it helped is not known.{#case 'cancelled'}It was cancelled before its end.{#case 'failed'}It ended before its time.{#else}{verdict}{/switch}")
    String verdict(String verdict);

    @Message(
            "KL to the policy it started from: {kl} nats an answer. Answers are {after.counted('token', 'tokens')} long on average, {before} at the first step.")
    String bent(String kl, String before, String after);

    @Message("Cancel run…")
    String cancel();

    @Message("Cancel this run")
    String cancelSure();

    @Message("What it has saved so far is kept. It can’t go on afterwards.")
    String cancelText();

    @Message("The trainer has been asked to end it.")
    String cancelAsked();

    @Message("The run failed.")
    String failed();

    @Message("The run was cancelled.")
    String cancelled();

    @Message("The checkpoint of step {step} is kept; the dataset and all judgments are as they were.")
    String keptStep(String step);

    @Message("The dataset and all judgments are as they were.")
    String keptData();

    @Message("To start again, open dataset {number} and train from it.")
    String again(String number);

    @Message("Dataset {number}")
    String openDataset(String number);

    @Message("Updates by itself.")
    String liveOn();

    @Message("No answer from the server just now; what stands here may be old. It is asked again by itself.")
    String liveLost();

    @Message("Step {step} of {steps}")
    String progress(String step, String steps);

    @Message("Not started")
    String notStarted();

    @Message("requested {when}")
    String requestedAt(String when);

    @Message("started {when}")
    String startedAt(String when);

    @Message("{took} in all")
    String took(String took);

    @Message("{took} so far")
    String tookSoFar(String took);

    @Message("about {left} left")
    String left(String left);

    @Message("Last good checkpoint: step {step}, {when}.")
    String checkpoint(String step, String when);

    @Message("No checkpoint yet.")
    String noCheckpoint();

    @Message("Right on held-out pairs")
    String rightTitle();

    @Message("pairs that training never sees")
    String rightNote();

    @Message("Nothing was held out, or it has not been measured yet.")
    String noHeldOut();

    @Message(
            "Two people agree no more often than this: a model can hardly be right more often than people are of one mind.")
    String ceiling();

    @Message("Beside other runs")
    String beside();

    @Message("settings stand here where they differ")
    String besideNote();

    @Message("This run")
    String thisRun();

    @Message("{#switch role}{#case 'parent'}Its parent{#else}The one before{/switch}")
    String besideRole(String role);

    @Message(
            "{#switch what}{#case 'dataset'}Dataset{#case 'rows'}Rows{#case 'held-out loss'}Held-out loss{#case 'held-out accuracy'}Right on held-out pairs{#case 'objective/scores'}Reward{#case 'objective/kl'}KL{#case 'response/tokens_mean'}Answer length, tokens{#else}{what}{/switch}")
    String besideWhat(String what);

    @Message("of {n}, too few to tell")
    String besideTooFew(long n);

    @Message("{low} to {high} (95 %, of {n})")
    String besideBetween(String low, String high, long n);

    @Message("of {n}")
    String besideOf(long n);

    @Message("not measured")
    String notMeasured();

    @Message("a loss of another kind")
    String otherLoss();

    @Message("by another reward model")
    String otherScores();

    @Message("All numbers")
    String numbers();

    @Message("by the trainer’s own names")
    String numbersNote();

    @Message("First")
    String first();

    @Message("Last")
    String last();

    @Message("Metric")
    String metric();

    @Message("Made from")
    String madeFrom();

    @Message("Dataset {number}, {rows.counted('row', 'rows')}")
    String datasetRows(String number, String rows);

    @Message("Guidelines")
    String guidelines();

    @Message("Reward model")
    String rewardFrom();

    @Message("Policy from")
    String policyFrom();

    @Message("Became")
    String became();

    @Message("Recipe")
    String recipe();

    @Message("seed {seed}")
    String seed(String seed);

    @Message("Settings")
    String settings();

    @Message("Requested by")
    String requestedBy();

    @Message("Events")
    String events();

    @Message("Nothing has been heard from the trainer yet.")
    String noEvents();

    @Message(
            "{#switch kind}{#case 'run.started'}Started, {steps.counted('step', 'steps')}{#if text}. {text}{/if}{#case 'again'}Started again from step {step}{#if text}. {text}{/if}{#case 'run.answers'}Samples taken {text} training{#case 'run.checkpoint'}Checkpoint at step {step}{#case 'run.evaluation'}Measured at step {step}, {text}: {measured}{#case 'run.rolled-back'}Rolled back from step {step} to {toStep}: {text}{#case 'run.succeeded'}Done{#case 'run.failed'}Failed: {text}{#case 'run.stopped'}Ended: {text}{#else}{kind}{/switch}")
    String event(String kind, String step, String toStep, String steps, String text, String measured);

    @Message("Step {step}")
    String atStep(String step);

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
