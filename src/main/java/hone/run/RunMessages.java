package hone.run;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of pages about runs and lineage. */
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
            "What the trainer was asked to do, newest first. A run begins on a dataset’s page, in a round, or when a model is made current.")
    String lede();

    @Message("No run yet")
    String emptyTitle();

    @Message(
            "A run trains a model from a frozen dataset, or samples answers from a model. Freeze a dataset and start one there, or start a round.")
    String emptyText();

    @Message("To the datasets")
    String toDatasets();

    @Message("To the rounds")
    String toRounds();

    @Message(
            "{#switch state}{#case 'waiting'}Waiting{#case 'running'}Training{#case 'cancelling'}Ending{#case 'succeeded'}Done{#case 'failed'}Failed{#case 'cancelled'}Cancelled{#else}{state}{/switch}")
    String state(String state);

    @Message(
            "{#switch state}{#case 'waiting'}line{#case 'running'}info dot live{#case 'cancelling'}warn dot{#case 'succeeded'}good dot{#case 'failed'}bad dot{#else}line{/switch}")
    String stateStyle(String state);

    @Message("Run")
    String run();

    @Message("State")
    String stateWord();

    @Message("Step")
    String step();

    @Message("Dataset")
    String dataset();

    @Message("Round")
    String round();

    @Message("Model")
    String model();

    @Message("Requested")
    String requested();

    @Message("Took")
    String tookWord();

    @Message("{step} of {steps}")
    String stepOf(String step, String steps);

    @Message("{count} messages from the trainer could not be read.")
    String deadLetterBanner(String count);

    @Message("Look at them")
    String deadLetterLink();

    @Message(
            "{#switch verdict}{#case 'waiting'}The trainer has not begun yet; it takes runs one after another.{#case 'running'}It is training; whether it helps is not known yet.{#case 'cancelling'}It was asked to end and is saving what it has.{#case 'better-so-far'}It helps so far: on held-out rows the loss is <b>{after}</b>, before <b>{before}</b>.{#case 'worse-so-far'}It does not help so far: on held-out rows the loss is <b>{after}</b>, before <b>{before}</b>.{#case 'better'}It helped: on held-out rows the loss fell from <b>{before}</b> to <b>{after}</b>.{#case 'worse'}It did not help: on held-out rows the loss went from <b>{before}</b> to <b>{after}</b>.{#case 'unmeasured'}It is done. Nothing was held out, so whether it helped is not known.{#case 'cancelled'}It was cancelled before its end.{#case 'failed'}It ended before its time.{#else}{verdict}{/switch}")
    String verdict(String verdict, String before, String after);

    @Message("{answers} answers to {of} of {prompts} prompts so far; {tasks} tasks were made of them.")
    String sampledSoFar(String answers, String of, String prompts, String tasks);

    @Message("{answers} answers to {of} of {prompts} prompts; {tasks} tasks were made of them.")
    String sampled(String answers, String of, String prompts, String tasks);

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

    @Message("Step {step} of {steps}")
    String progress(String step, String steps);

    @Message("Not started")
    String notStarted();

    @Message("requested {when}")
    String requestedAt(String when);

    @Message("started {when} UTC")
    String startedAt(String when);

    @Message("{took} in all")
    String took(String took);

    @Message("{took} so far")
    String tookSoFar(String took);

    @Message("about {left} left")
    String left(String left);

    @Message("Last good checkpoint: step {step}, {when} UTC.")
    String checkpoint(String step, String when);

    @Message("No checkpoint yet.")
    String noCheckpoint();

    @Message("Loss")
    String loss();

    @Message("mean cross entropy per answer token, in nats; long runs are drawn as means over equal stretches")
    String lossNote();

    @Message(
            "Loss over {steps} steps: {#if training}in training {training}{/if}{#if held}, on held-out rows {held}{/if} at the end of what is known.")
    String lossLabel(String steps, String training, String held);

    @Message("steps")
    String steps();

    @Message("The first steps have not been reported yet.")
    String noLoss();

    @Message("Held-out rows")
    String heldOut();

    @Message("loss on prompts that training never sees")
    String heldOutNote();

    @Message("Nothing was held out, or it has not been measured yet.")
    String noHeldOut();

    @Message("{of} of {prompts} prompts answered")
    String answered(String of, String prompts);

    @Message("Its newest answers")
    String newest();

    @Message("No answer has come yet.")
    String noAnswer();

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

    @Message("Numbers of the last step")
    String numbers();

    @Message("Metric")
    String metric();

    @Message("Value")
    String value();

    @Message("Made from")
    String madeFrom();

    @Message("Dataset {number}, {rows} rows")
    String datasetRows(String number, String rows);

    @Message("Guidelines")
    String guidelines();

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

    @Message("Hone")
    String hone();

    @Message("Events")
    String events();

    @Message("Nothing has been heard from the trainer yet.")
    String noEvents();

    @Message(
            "{#switch kind}{#case 'run.started'}Started, {steps} steps{#case 'again'}Started again from step {step}{#case 'run.answers'}{#if text == 'task'}{count} answers sampled{#else}Samples taken {text} training{/if}{#case 'run.checkpoint'}Checkpoint at step {step}{#case 'run.evaluation'}Measured at step {step}: {text} loss {loss}{#case 'run.succeeded'}Done{#case 'run.failed'}Failed: {text}{#case 'run.stopped'}Ended: {text}{#else}{kind}{/switch}")
    String event(String kind, String step, String steps, long count, String text, String loss);

    @Message("Step {step}")
    String atStep(String step);

    @Message("Messages that could not be read")
    String deadTitle();

    @Message(
            "They came on a topic of Hone, but say nothing that Hone understands. They were put aside, with the reason, and everything after them went on. The same stands on the topic dead-letters.")
    String deadLede();

    @Message("All messages could be read.")
    String deadNone();

    @Message("Nothing was put aside. If a run seems stuck, look at the trainer’s log.")
    String deadNoneText();

    @Message("{topic}, partition {partition}, offset {offset}")
    String deadPlace(String topic, String partition, String offset);

    @Message("Where this task comes from")
    String lineageTitle();

    @Message("Lineage")
    String lineage();

    @Message(
            "{kind} task made {when}. Read from left to right: what people decided, what was trained on it, whose answers stand here.")
    String lineageLede(String kind, String when);

    @Message("Task")
    String task();

    @Message("Answers")
    String answers();

    @Message("{count} answers")
    String answerCount(int count);

    @Message("no answer: it asks for one")
    String noAnswers();

    @Message("From labels to {model}")
    String fromLabels(String model);

    @Message("Its base: {model}")
    String base(String model);

    @Message("People")
    String people();

    @Message("{#if count == '1'}1 judgment{#else}{count} judgments{/if}")
    String judgmentCount(String count);

    @Message("Base model")
    String baseModel();

    @Message("nothing of this project went into it")
    String fromOutside();

    @Message("imported")
    String imported();

    @Message("written by a person")
    String written();

    @Message("k {k} · seed {seed} · temperature {temperature} · top-p {topP}")
    String sampling(String k, String seed, String temperature, String topP);

    @Message("a committed sample")
    String committed();

    @Message("Simulated")
    String simulated();

    @Message("As text")
    String asText();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();

    @Message("Tasks")
    String tasks();

    @Message("From a conversation")
    String fromTalk();

    @Message("Answer {number}")
    String talkAnswer(int number);

    @Message("called wrong by {who}")
    String calledWrong(String who);
}
