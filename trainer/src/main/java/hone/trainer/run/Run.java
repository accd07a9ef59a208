package hone.trainer.run;

import hone.contract.Job;
import hone.contract.RunEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage receives: the job with absolute paths, the log, the stop signal.
 *
 * @param earlier events of earlier workers of this run
 * @param machine processor and library versions, and how many processes train together
 * @param together the processes of the run
 */
public record Run(
        Job job,
        Path base,
        Path folder,
        Path models,
        Path model,
        RunLog log,
        List<RunEvent> earlier,
        StopSignal stop,
        String machine,
        DataParallel together) {
    /** @param base the folder of the job file; the job's relative paths start there */
    public static Run open(Job job, Path base, StopSignal stop, String machine) {
        return open(job, base, stop, machine, DataParallel.ALONE);
    }

    /** The same in each of several processes, of which the first writes the log. */
    public static Run open(Job job, Path base, StopSignal stop, String machine, DataParallel together) {
        Path folder = base.resolve(job.folder()).normalize();
        List<RunEvent> earlier = new ArrayList<>();
        RunLog log = together.firstBeforeOthers(() -> together.isFirst()
                ? RunLog.open(folder, job.runId(), earlier::add)
                : RunLog.ofAnotherProcess(folder, job.runId(), earlier::add));
        together.barrier(); // now the first one may write
        return new Run(
                job,
                base,
                folder,
                base.resolve(job.models()).normalize(),
                base.resolve(job.model()).normalize(),
                log,
                earlier,
                stop,
                together.count() == 1 ? machine : machine + ", " + together.count() + " processes",
                together);
    }

    /** What an earlier worker reported of a step, empty if none did. */
    public Map<String, Double> metricsOfStep(long step) {
        return earlier.stream()
                .filter(event -> event instanceof RunEvent.StepReported reported && reported.step() == step)
                .map(event -> ((RunEvent.StepReported) event).metrics())
                .findFirst()
                .orElse(Map.of());
    }

    /** The file of training data. */
    public Path data() {
        return job.data()
                .map(data -> base.resolve(data).normalize())
                .orElseThrow(() -> new RunFailure("bad-recipe", "The job names no data, and this stage needs some."));
    }

    /** The directory of the reward model. */
    public Path reward() {
        return job.reward()
                .map(reward -> base.resolve(reward).normalize())
                .orElseThrow(
                        () -> new RunFailure("bad-recipe", "The job names no reward model, and this stage needs one."));
    }

    /**
     * Tells that a run which trains nothing has begun, or goes on: with its first batch, whatever earlier workers have told.
     *
     * @param warning about the model, if there is something to say
     * @param template which chat template it uses, in words
     */
    public void tellBegun(long batches, Optional<String> warning, String template) {
        log().append((id, sequence, now) -> new RunEvent.RunStarted(
                id, sequence, now, 0, batches, machine(), job().threads(), warning, Optional.of(template)));
        System.out.println("Chat template: " + template + ".");
        warning.ifPresent(System.out::println);
    }
}
