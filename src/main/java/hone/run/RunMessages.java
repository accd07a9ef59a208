package hone.run;

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
            "The reward model scores its answers <b>{after}</b>, <b>{before}</b> at the first step. Whether people agree shows when they judge them.")
    String scores(String before, String after);

    @Message("The reward model scores its answers <b>{after}</b> so far, <b>{before}</b> at the first step.")
    String scoresSoFar(String before, String after);

    @Message(
            "KL to the policy it started from: {kl} nats an answer. Answers are {after.counted('token', 'tokens')} long on average, {before} at the first step.")
    String bent(String kl, String before, String after);

    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {of} of {prompts.counted('prompt', 'prompts')} so far; {#if tasks == '1'}1 task was{#else}{tasks} tasks were{/if} made of them.")
    String sampledSoFar(String answers, String of, String prompts, String tasks);

    @Message(
            "{#if answers == '1'}1 answer{#else}{answers} answers{/if} to {of} of {prompts.counted('prompt', 'prompts')}; {#if tasks == '1'}1 task was{#else}{tasks} tasks were{/if} made of them.")
    String sampled(String answers, String of, String prompts, String tasks);

    @Message("{#if count == 1}1 prompt set aside{#else}{count} prompts set aside{/if}")
    String setAside(long count);

    @Message("This model can’t be asked them. The next prompts are taken in their place.")
    String setAsideHelp();

    @Message("The last turn of the prompt")
    String setAsidePrompt();

    @Message("Why")
    String setAsideWhy();

    @Message("first {shown} of {all}")
    String setAsideShown(int shown, long all);

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

    @Message(
            "{#switch name}{#case 'loss'}Loss{#case 'reward-loss'}Loss{#case 'loss/policy_avg'}Policy loss{#case 'loss/value_avg'}Value loss{#case 'accuracy'}Right pairs{#case 'margin'}Margin{#case 'objective/scores'}Reward{#case 'objective/kl'}KL to the policy before{#case 'response/tokens_mean'}Answer length{#case 'objective/entropy'}Entropy of the answers{#case 'objective/rlhf_reward'}Reward after the KL penalty{#case 'objective/non_score_reward'}KL penalty{#case 'policy/clipfrac_avg'}Clipped share, policy{#case 'val/clipfrac_avg'}Clipped share, value{#case 'val/ratio'}Probability ratio{#case 'policy/approxkl_avg'}KL of one update{#case 'response/ended'}Answers that ended by themselves{#case 'val/num_eos_tokens'}End tokens{#case 'lr'}Learning rate{#case 'grad_norm'}Gradient norm{#else}{name}{/switch}")
    String curve(String name);

    @Message(
            "{#switch name}{#case 'loss'}mean cross entropy per answer token, in nats; held out: on prompts that training never sees{#case 'reward-loss'}−log σ(chosen − rejected − margin), mean of a group’s pairs, in nats{#case 'accuracy'}share of pairs in which the chosen answer scores higher{#case 'margin'}how much higher the chosen answer scores, mean over pairs{#case 'objective/scores'}mean score by the reward model; 0 is the mean and 1 the spread of the SFT model’s answers{#case 'objective/kl'}nats an answer; high means that it has moved far from where it began{#case 'response/tokens_mean'}mean tokens an answer. Watch this when the reward rises.{#case 'loss/policy_avg'}clipped loss of the policy, mean per token{#case 'loss/value_avg'}clipped loss of the value model, mean per token{#case 'objective/entropy'}nats an answer; falling towards 0 means always the same words{#case 'val/ratio'}new over old probability, mean; 1 is no change{#else}as the trainer reports it: {name}{/switch}")
    String curveNote(String name);

    @Message("{#if name}{name} {/if}from {first} to {last}.")
    String curveLabel(String name, String first, String last);

    @Message("More curves")
    String moreCurves();

    @Message("steps")
    String steps();

    @Message("The first steps have not been reported yet.")
    String noLoss();

    @Message("Right on held-out pairs")
    String rightTitle();

    @Message("pairs that training never sees")
    String rightNote();

    @Message("People chose one answer")
    String degree();

    @Message(
            "{#switch degree}{#case 'all'}All together{#case 'much'}much better{#case 'better'}better{#case 'slightly'}slightly better{#case 'people'}Two people agree{#case 'model'}The model agrees with them{#else}{degree}{/switch}")
    String degreeName(String degree);

    @Message("Right")
    String rightWord();

    @Message("Pairs")
    String pairs();

    @Message("Nothing was held out, or it has not been measured yet.")
    String noHeldOut();

    @Message(
            "Two people agree no more often than this: a model can hardly be right more often than people are of one mind.")
    String ceiling();

    @Message("No pair was judged by two people, so how often people agree is not known.")
    String noCeiling();

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

    @Message("not measured")
    String notMeasured();

    @Message("a loss of another kind")
    String otherLoss();

    @Message("by another reward model")
    String otherScores();

    @Message("{of} of {prompts.counted('prompt', 'prompts')} answered")
    String answered(String of, String prompts);

    @Message(
            "Reviewers and admins read answers here. You see them in your own work only, so that you judge them blind.")
    String answersHidden();

    @Message(
            "You may still judge all of them, so they are hidden from you. An admin who is no member of the project sees them.")
    String answersLeftOut();

    @Message("There are none yet, or only to prompts that you may still be asked about.")
    String samplesLeftOut();

    @Message("Its newest answers")
    String newest();

    @Message("No answer has come yet.")
    String noAnswer();

    @Message("Answer {number} of {count}")
    String answerOf(int number, int count);

    @Message("Before and after")
    String samples();

    @Message("same prompts, same seed")
    String samplesNote();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("Not sampled yet.")
    String notYet();

    @Message("(an empty answer)")
    String emptyAnswer();

    @Message("The trainer has sent no samples yet.")
    String noSamples();

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
            "{#switch kind}{#case 'run.started'}Started, {steps.counted('step', 'steps')}{#if text}. {text}{/if}{#case 'again'}Started again from step {step}{#if text}. {text}{/if}{#case 'run.answers'}{#if text == 'task'}{count.counted('answer', 'answers')} sampled{#else}Samples taken {text} training{/if}{#case 'run.checkpoint'}Checkpoint at step {step}{#case 'run.evaluation'}Measured at step {step}, {text}: {measured}{#case 'run.went-back'}Went back from step {step} to {toStep}: {text}{#case 'run.succeeded'}Done{#case 'run.failed'}Failed: {text}{#case 'run.stopped'}Ended: {text}{#else}{kind}{/switch}")
    String event(String kind, String step, String toStep, String steps, long count, String text, String measured);

    @Message("Step {step}")
    String atStep(String step);

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
