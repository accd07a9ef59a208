package hone.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.CheckpointManifest;
import hone.contract.Kind;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.trainer.run.Run;
import hone.trainer.run.RunPaused;
import hone.trainer.tensor.FreedMemory;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.AdapterBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A run that resumes where an earlier worker stopped, the same for every stage: {@link #start}, {@link #begin}, {@link
 * #saveIfDue} after each step, {@link #finish}. Of processes that train together the first one writes; all read, and all stop at the same
 * step.
 */
public final class CheckpointedRun {
    private final Run run;
    private final Recipe recipe;
    private final String dataset;
    private final Optional<String> parent;
    private final Checkpoints checkpoints;

    /** Where a worker begins: at step 0 with the job's model, or at a checkpoint whose files have been verified. */
    public record Start(long step, Optional<Path> checkpoint) {}

    /** @param dataset sha256 of the data that the model learns from */
    public CheckpointedRun(Run run, Recipe recipe, String dataset) {
        this.run = run;
        this.recipe = recipe;
        this.dataset = dataset;
        this.parent = ManifestCheck.verify(run.model());
        if (recipe.lora().isPresent() && run.together().isFirst()) {
            AdapterBase.putBeside(run.models(), run.model());
        }
        this.checkpoints = run.together().isFirst()
                ? new Checkpoints(run.models(), run.folder(), run.job().runId())
                : Checkpoints.ofAnotherProcess(
                        run.models(), run.folder(), run.job().runId());
        run.together().requireSame("The recipe", Wire.write(recipe) + run.job().seed());
        run.together().requireSame("The dataset", dataset);
        run.together().requireSame("The model", parent.orElse(""));
    }

    public Start start() {
        Optional<Checkpoints.Saved> latest = latest();
        run.together().requireSame("The last checkpoint", latest.toString());
        latest.ifPresent(saved -> ManifestCheck.verify(checkpoints.directory(saved)));
        return new Start(latest.map(Checkpoints.Saved::step).orElse(0L), latest.map(checkpoints::directory));
    }

    /** What the run would resume from after a crash. */
    public Optional<Checkpoints.Saved> latest() {
        return checkpoints.latest();
    }

    /** Forgets what was saved after a step, so that {@link #latest} is one that is worth going on from. */
    public void discardAfter(long step) {
        if (run.together().isFirst()) {
            checkpoints.discardAfter(step);
        }
        run.together().barrier(); // the others read what is left
    }

    /** Reports the start and the template in use; returns the finished model if an earlier worker died after writing it. */
    public Optional<Checkpoints.Saved> begin(Start start, long steps, ChatTemplate template) {
        return begin(start, steps, template.described());
    }

    /** The same with the template that the recipe names. */
    public Optional<Checkpoints.Saved> begin(Start start, long steps) {
        String asked = Wire.read(Wire.bytes(recipe), JsonNode.class)
                .path("chatTemplate")
                .asText(ChatTemplate.AUTO);
        return begin(start, steps, ChatTemplate.described(asked, run.model()));
    }

    private Optional<Checkpoints.Saved> begin(Start start, long steps, String template) {
        Optional<String> warning = Tokenizer.unusedTemplate(run.model());
        System.out.println("Chat template: " + template + ".");
        warning.ifPresent(System.out::println);
        run.log()
                .append((id, sequence, now) -> new RunEvent.RunStarted(
                        id,
                        sequence,
                        now,
                        start.step,
                        steps,
                        run.machine(),
                        run.job().threads(),
                        warning,
                        Optional.of(template)));
        checkpoints.reportUnlessReported(run);
        return checkpoints.finished();
    }

    /**
     * After a step: writes a checkpoint if one is due or the run was asked to stop; in the latter case this worker ends.
     *
     * @param every steps between checkpoints; 0 for none
     */
    public void saveIfDue(long step, long steps, int every, Supplier<List<Checkpoints.NamedContent>> contents) {
        if (step == steps) {
            return;
        }
        boolean stopping = run.together().any(run.stop().isRequested());
        if (run.together().isFirst() && (stopping || isDue(step, every))) {
            save(step, steps, contents.get());
        }
        if (isDue(step, every)) {
            FreedMemory.giveBack();
        }
        if (stopping) {
            run.together().barrier(); // whoever ends first may end all of them
            throw new RunPaused(step);
        }
    }

    /** Writes the finished model. */
    public Checkpoints.Saved finish(long steps, List<Checkpoints.NamedContent> contents) {
        return run.together()
                .firstBeforeOthers(() -> run.together().isFirst()
                        ? save(steps, steps, contents)
                        : checkpoints.finished().orElseThrow());
    }

    /** Whether something that happens every so many steps is due at this one; 0 means never. */
    public static boolean isDue(long step, int every) {
        return every > 0 && step % every == 0;
    }

    private Checkpoints.Saved save(long step, long steps, List<Checkpoints.NamedContent> contents) {
        Checkpoints.Saved saved = checkpoints.save(
                new CheckpointManifest(
                        CheckpointManifest.FORMAT,
                        run.job().runId(),
                        Kind.nameOf(recipe),
                        step,
                        steps,
                        run.job().seed(),
                        Optional.of(recipe),
                        parent,
                        Optional.of(dataset),
                        run.machine(),
                        run.job().threads(),
                        List.of()),
                contents);
        checkpoints.report(saved, run.log());
        return saved;
    }
}
