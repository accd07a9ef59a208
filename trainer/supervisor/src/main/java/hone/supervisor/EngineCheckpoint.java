package hone.supervisor;

import hone.contract.CheckpointManifest;
import hone.contract.DatasetRef;
import hone.contract.Kind;
import hone.contract.RunCommand.RunRequested;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a checkpoint of an engine is what its event says: in place, whole, of this run, and nothing in it but what its manifest
 * lists. Of checkpoints on the way sizes are compared, of the finished model every byte: hashing tens of gigabytes at each
 * checkpoint would keep a run waiting, and whoever resumes from one hashes it then.
 */
record EngineCheckpoint(Path models, Engine engine, RunRequested request) {
    /** Formats that run code when they are read. */
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt");

    void check(RunEvent.CheckpointSaved saved) throws IOException, BrokenContract {
        CheckpointManifest manifest = manifest(saved);
        Path folder = folder(saved);
        Set<String> listed =
                manifest.files().stream().map(CheckpointManifest.FileHash::name).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                refuse(
                        !listed.contains(name) && !name.equals(CheckpointManifest.FILE),
                        saved,
                        "has a file that its manifest does not list: " + name);
            }
        }
        for (CheckpointManifest.FileHash file : manifest.files()) {
            Path path = folder.resolve(file.name());
            refuse(
                    PICKLES.stream().anyMatch(file.name()::endsWith),
                    saved,
                    "has the file " + file.name() + ", which may be a pickle; weights are safetensors");
            refuse(
                    !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) != file.bytes(),
                    saved,
                    "lacks the file " + file.name() + " of " + file.bytes() + " bytes");
        }
    }

    /** Of the model that the run ends with. */
    void checkFinished(RunEvent.CheckpointSaved saved) throws IOException, BrokenContract {
        CheckpointManifest manifest = manifest(saved);
        refuse(manifest.step() != manifest.steps(), saved, "is no finished model: its run has steps left");
        List<String> names =
                manifest.files().stream().map(CheckpointManifest.FileHash::name).toList();
        for (String needed : List.of("config.json", "tokenizer.json")) {
            refuse(!names.contains(needed), saved, "has no " + needed);
        }
        refuse(names.stream().noneMatch(name -> name.endsWith(".safetensors")), saved, "has no weights");
        for (CheckpointManifest.FileHash file : manifest.files()) {
            refuse(
                    !sha256(folder(saved).resolve(file.name())).equals(file.sha256()),
                    saved,
                    "has another file " + file.name() + " than its manifest says");
        }
    }

    private CheckpointManifest manifest(RunEvent.CheckpointSaved saved) throws IOException, BrokenContract {
        Path file = folder(saved).resolve(CheckpointManifest.FILE);
        refuse(!Files.isRegularFile(file), saved, "has no " + CheckpointManifest.FILE);
        byte[] bytes = Files.readAllBytes(file);
        refuse(!Wire.sha256(bytes).equals(saved.sha256()), saved, "has a manifest with another hash than its name");
        CheckpointManifest manifest;
        try {
            manifest = Wire.read(bytes, CheckpointManifest.class);
        } catch (UnreadableMessage e) {
            throw new BrokenContract("the manifest of " + saved.sha256() + " can't be read: " + e.getMessage());
        }
        same(saved, "runId", manifest.runId(), request.runId());
        same(saved, "stage", manifest.stage(), Kind.nameOf(request.recipe()));
        same(saved, "step", manifest.step(), saved.step());
        same(saved, "seed", manifest.seed(), request.seed());
        same(saved, "recipe", manifest.recipe(), Optional.of(request.recipe()));
        same(
                saved,
                "parent",
                manifest.parent(),
                Optional.of(request.inputs().policy().sha256()));
        same(saved, "dataset", manifest.dataset(), request.dataset().map(DatasetRef::sha256));
        refuse(
                !manifest.machine().startsWith(engine.name() + " "),
                saved,
                "names a machine that does not begin with '" + engine.name() + "' and its version");
        return manifest;
    }

    private static void same(RunEvent.CheckpointSaved saved, String field, Object found, Object due)
            throws BrokenContract {
        refuse(!found.equals(due), saved, "has the " + field + " " + found + " in its manifest and not " + due);
    }

    private Path folder(RunEvent.CheckpointSaved saved) {
        return models.resolve(saved.sha256());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Wire.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 20];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void refuse(boolean wrong, RunEvent.CheckpointSaved saved, String what) throws BrokenContract {
        if (wrong) {
            throw new BrokenContract("the checkpoint " + saved.sha256() + " of step " + saved.step() + " " + what);
        }
    }
}
