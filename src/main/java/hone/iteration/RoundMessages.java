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
            "A round freezes what was accepted, fine-tunes a model on it and samples that model’s answers as the next tasks. An admin then makes the model current.")
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

    @Message(
            "{#switch phase}{#case 'freeze'}The accepted judgments are being frozen.{#case 'tune'}Dataset {dataset} is frozen; fine-tuning comes next.{#case 'tuning'}A model is being trained on dataset {dataset}.{#case 'sample'}{model} is trained; its answers are sampled next.{#case 'sampling'}{model} is answering prompts; its answers become tasks.{#case 'succeeded'}It is done: {model} was trained on dataset {dataset}. An admin can make it current.{#case 'current'}It is done: {model} was trained on dataset {dataset} and is current.{#case 'failed'}It failed; what was done before is kept.{#case 'cancelled'}It was stopped; what was done before is kept.{#else}{phase}{/switch}")
    String verdict(String phase, String dataset, String model);

    @Message("Freeze")
    String freeze();

    @Message("SFT")
    String sft();

    @Message("Generate")
    String generate();

    @Message("Current")
    String current();

    @Message("Waiting")
    String waiting();

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

    @Message("<b>Freeze.</b> Dataset {number}: {rows} rows of {judgments} judgments.")
    String frozen(String number, String rows, String judgments);

    @Message("<b>{kind}.</b> Run {number} requested.")
    String requested(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} is at step {step} of {steps}.")
    String goesOn(String kind, String number, String step, String steps);

    @Message("<b>{kind}.</b> Run {number} is done.")
    String done(String kind, String number);

    @Message("<b>{kind}.</b> Run {number} is done: held-out loss {after}, before {before}.")
    String doneMeasured(String kind, String number, String before, String after);

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
            "Generate samples answers of the new model for up to {prompts} prompts that are short of them. They become tasks by themselves.")
    String thenGenerate(int prompts);

    @Message("An admin makes the model current. Until then {model} answers.")
    String thenCurrent(String model);

    @Message("An admin makes the model current. No model is current yet.")
    String thenFirst();

    @Message("Make {model} current…")
    String makeCurrent(String model);

    @Message(
            "SFT starts from the base model at the root of the current one’s line: a dataset holds all accepted judgments, so nothing learned earlier is lost.")
    String why();

    @Message("Hone")
    String hone();

    @Message("Breadcrumb")
    String breadcrumb();

    @Message("Projects")
    String projects();
}
