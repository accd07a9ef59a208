package hone.trainer.checkpoint;

import hone.contract.CheckpointManifest;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of one run. Files are written into a temporary folder and forced to the disk, {@code manifest.json} last; then
 * the folder is renamed to its address in one step; then {@code checkpoints.json} in the run's folder points to it. Whenever the
 * process dies, the pointer names a complete checkpoint. The last two and the finished model are kept.
 */
public final class Checkpoints {
    private static final String POINTER = "checkpoints.json";
    private static final int INTERMEDIATE_KEPT = 2;

    private final Path models;
    private final Path folder;
    private final Path pointer;
    private final String runId;

    /** A checkpoint of this run. */
    public record Saved(long step, String sha256) {}

    /** The content of the pointer file. */
    record Kept(List<Saved> intermediate, Optional<Saved> finished) {}

    /** Writes one file of a checkpoint, which must be on the disk when this returns. */
    public interface Content {
        void write(Path file) throws IOException;
    }

    /** A file to be written. */
    public record NamedContent(String name, Content content) {}

    /** Those of a run that this process writes; what an earlier one left unfinished is removed. */
    public Checkpoints(Path models, Path folder, String runId) {
        this(models, folder, runId, Checkpoints::removeUnfinished);
    }

    /** Those that another process of the run writes. */
    static Checkpoints ofAnotherProcess(Path models, Path folder, String runId) {
        return new Checkpoints(models, folder, runId, all -> {});
    }

    private interface Preparation {
        void of(Checkpoints all) throws IOException;
    }

    private Checkpoints(Path models, Path folder, String runId, Preparation preparation) {
        this.models = models;
        this.folder = folder;
        this.pointer = folder.resolve(POINTER);
        this.runId = runId;
        try {
            preparation.of(this);
        } catch (IOException e) {
            throw Disk.failure("prepare the folder of models", e);
        }
    }

    public Path directory(Saved saved) {
        return models.resolve(saved.sha256);
    }

    /** The finished model, if the run had come that far. */
    public Optional<Saved> finished() {
        return kept().finished;
    }

    /** The checkpoint to resume from. */
    public Optional<Saved> latest() {
        Kept kept = kept();
        return kept.finished.or(() -> kept.intermediate.stream().max(Comparator.comparingLong(Saved::step)));
    }

    /** @param manifest its list of files is filled in here */
    public Saved save(CheckpointManifest manifest, List<NamedContent> contents) {
        Path building = models.resolve(unfinishedPrefix() + manifest.step());
        try {
            delete(building);
            Files.createDirectory(building);
            List<CheckpointManifest.FileHash> hashes = new ArrayList<>();
            for (NamedContent file : contents.stream()
                    .sorted(Comparator.comparing(NamedContent::name))
                    .toList()) {
                file.content.write(building.resolve(file.name));
                hashes.add(ManifestCheck.hash(building.resolve(file.name)));
                CrashPoint.reached();
            }
            byte[] bytes = Wire.bytes(withFiles(manifest, hashes));
            writeForced(building.resolve(CheckpointManifest.FILE), bytes);
            forceDirectory(building);
            CrashPoint.reached();
            Saved saved = new Saved(manifest.step(), Wire.sha256(bytes));
            publish(building, directory(saved));
            forceDirectory(models);
            CrashPoint.reached();
            point(saved, manifest.step() == manifest.steps());
            return saved;
        } catch (IOException e) {
            removeQuietly(building);
            throw Disk.failure("write a checkpoint", e);
        }
    }

    /** Forgets intermediate checkpoints after a step: what they hold is not worth going on from. */
    public void discardAfter(long step) {
        Kept before = kept();
        List<Saved> bad =
                before.intermediate.stream().filter(saved -> saved.step > step).toList();
        if (bad.isEmpty()) {
            return;
        }
        try {
            write(new Kept(
                    before.intermediate.stream()
                            .filter(saved -> saved.step <= step)
                            .toList(),
                    before.finished));
            for (Saved saved : bad) {
                delete(directory(saved));
            }
        } catch (IOException e) {
            throw Disk.failure("forget a checkpoint", e);
        }
    }

    /** Reports a checkpoint as an event. */
    public void report(Saved saved, RunLog log) {
        log.append((id, sequence, now) ->
                new RunEvent.CheckpointSaved(id, sequence, now, saved.step, saved.sha256, bytes(saved)));
    }

    /** An earlier worker may have died between writing its last checkpoint and reporting it. */
    public void reportUnlessReported(Run run) {
        latest().filter(saved -> run.earlier().stream()
                        .noneMatch(event -> event instanceof RunEvent.CheckpointSaved told
                                && told.sha256().equals(saved.sha256)))
                .ifPresent(saved -> report(saved, run.log()));
    }

    private long bytes(Saved saved) {
        try (Stream<Path> files = Files.list(directory(saved))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw Disk.failure("read a checkpoint", e);
        }
    }

    /** The same run reaches the same step with the same bytes, so it may be there already. */
    private static void publish(Path building, Path target) throws IOException {
        if (Files.exists(target)) {
            delete(building);
        } else {
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void point(Saved saved, boolean isFinished) throws IOException {
        Kept before = kept();
        List<Saved> intermediate = new ArrayList<>(before.intermediate);
        List<Saved> dropped = new ArrayList<>();
        if (!isFinished) {
            intermediate.removeIf(old -> old.step >= saved.step); // the run was rolled back and reached this step again
            intermediate.add(saved);
        }
        while (intermediate.size() > INTERMEDIATE_KEPT) {
            dropped.add(intermediate.removeFirst());
        }
        write(new Kept(intermediate, isFinished ? Optional.of(saved) : before.finished));
        for (Saved old : dropped) {
            delete(directory(old));
        }
    }

    private void write(Kept now) throws IOException {
        Path fresh = pointer.resolveSibling(POINTER + ".new");
        writeForced(fresh, Wire.bytes(now));
        CrashPoint.reached();
        Files.move(fresh, pointer, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(folder);
        CrashPoint.reached();
    }

    private Kept kept() {
        if (!Files.exists(pointer)) {
            return new Kept(List.of(), Optional.empty());
        }
        try {
            return Wire.read(Files.readAllBytes(pointer), Kept.class);
        } catch (IOException | UnreadableMessage e) {
            throw new RunFailure(
                    "unreadable-checkpoint", "The run's " + POINTER + " can't be read; start a new run.", e);
        }
    }

    private String unfinishedPrefix() {
        return ".unfinished-" + runId + "-";
    }

    private void removeUnfinished() throws IOException {
        Files.createDirectories(models);
        try (Stream<Path> all = Files.list(models)) {
            for (Path path : all.filter(path -> path.getFileName().toString().startsWith(unfinishedPrefix()))
                    .toList()) {
                delete(path);
            }
        }
    }

    private static CheckpointManifest withFiles(CheckpointManifest m, List<CheckpointManifest.FileHash> files) {
        return new CheckpointManifest(
                m.format(),
                m.runId(),
                m.stage(),
                m.step(),
                m.steps(),
                m.seed(),
                m.recipe(),
                m.parent(),
                m.dataset(),
                m.machine(),
                m.threads(),
                files);
    }

    /** Writes a small file and forces it to the disk. */
    public static void writeForced(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void removeQuietly(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            // the next start removes it; the first failure is the one to report
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
