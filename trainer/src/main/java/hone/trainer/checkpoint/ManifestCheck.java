package hone.trainer.checkpoint;

import hone.contract.CheckpointManifest;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.weights.AdapterBase;
import hone.trainer.weights.PeftFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Compares a checkpoint's files with its manifest, and the manifest with the address that is the folder's name. */
public final class ManifestCheck {
    private static final int SHA256_HEX_LENGTH = 64;

    private ManifestCheck() {}

    /**
     * The sha256 of the manifest; empty for a directory without one (a model from elsewhere). An adapter is as whole as its base.
     */
    public static Optional<String> verify(Path directory) {
        Optional<String> own = verifyAlone(directory);
        if (own.isPresent() && PeftFiles.isAdapter(directory)) {
            Path base = AdapterBase.of(directory);
            if (ModelFolder.has(base, CheckpointManifest.FILE)) {
                verify(base);
            }
        }
        return own;
    }

    /** The same without an adapter's base. */
    public static Optional<String> verifyAlone(Path directory) {
        Path file = directory.resolve(CheckpointManifest.FILE);
        if (!Files.isDirectory(directory)) {
            throw new RunFailure(
                    "unreadable-checkpoint",
                    "There is no model directory " + directory.getFileName() + " to start from.");
        }
        String name = String.valueOf(directory.getFileName());
        boolean addressed = name.length() == SHA256_HEX_LENGTH && name.matches("[0-9a-f]+");
        if (!Files.exists(file)) {
            if (addressed) {
                throw new RunFailure("unreadable-checkpoint", "The checkpoint " + name + " has no manifest.json.");
            }
            return Optional.empty();
        }
        try {
            byte[] bytes = ModelFolder.bytes(directory, CheckpointManifest.FILE);
            String sha256 = Wire.sha256(bytes);
            if (addressed && !name.equals(sha256)) {
                throw new RunFailure(
                        "wrong-hash", "The manifest of checkpoint " + name + " is not the one it was saved with.");
            }
            for (CheckpointManifest.FileHash expected :
                    Wire.read(bytes, CheckpointManifest.class).files()) {
                compare(directory, expected);
            }
            return Optional.of(sha256);
        } catch (IOException | UnreadableMessage e) {
            throw new RunFailure(
                    "unreadable-checkpoint", "The checkpoint " + name + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static void compare(Path directory, CheckpointManifest.FileHash expected) throws IOException {
        Path file = directory.resolve(expected.name());
        if (!Files.isRegularFile(file) || !hash(file).equals(expected)) {
            throw new RunFailure(
                    "wrong-hash",
                    "The file " + expected.name() + " of checkpoint " + directory.getFileName()
                            + " is missing or not the one it was saved with; restore it from a backup.");
        }
    }

    static CheckpointManifest.FileHash hash(Path file) throws IOException {
        return new CheckpointManifest.FileHash(file.getFileName().toString(), Files.size(file), sha256(file));
    }

    /** The sha256 of a file's bytes, in hex. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = Wire.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
