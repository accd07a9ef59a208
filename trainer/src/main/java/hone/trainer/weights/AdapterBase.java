package hone.trainer.weights;

import hone.contract.CheckpointManifest;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The model that an adapter was trained on. The adapter's folder says which one, by a hash, and never where: a path would tell
 * others about this machine, and one that came with somebody's file could lead anywhere. The base lies beside the adapter, a
 * folder or a link named by that hash.
 */
public final class AdapterBase {
    public static final String FILE = "hone_base.json";

    private static final String SHA256 = "sha256";
    private static final String HASH = "[0-9a-f]{64}";

    /** An adapter on an adapter and so on, as rounds of training make them. */
    private static final int CHAIN_MAX = 32;

    private AdapterBase() {}

    /** The content of {@link #FILE}. */
    public static Map<String, String> json(String sha256) {
        return Map.of(SHA256, sha256);
    }

    /** Where PEFT is told to look. */
    static String address(String sha256) {
        return "../" + sha256;
    }

    /** The directory of the model that an adapter was trained on, which must be the very one. */
    public static Path of(Path adapter) {
        String wanted = sha256Wanted(adapter);
        Path beside = real(adapter).resolveSibling(wanted);
        refuseUnless(
                Files.isDirectory(beside),
                "its base " + wanted
                        + " is not beside it; put the base's folder, or a link to it, there under that name");
        Path base = real(beside);
        refuseUnlessTheVeryOne(base, wanted);
        return base;
    }

    /** Refuses a base that somebody names for an adapter that says itself which one it was trained on, if that is another. */
    public static void refuseAnother(Path adapter, Path base) {
        if (ModelFolder.has(adapter, FILE)) {
            refuseUnlessTheVeryOne(base, sha256Wanted(adapter));
        }
    }

    private static String sha256Wanted(Path adapter) {
        refuseUnless(
                ModelFolder.has(adapter, FILE),
                "it has no " + FILE
                        + ", so it is not known which model it belongs to; merge it into its base (merge … --base), or train it here");
        String wanted = ModelFolder.json(adapter, FILE).path(SHA256).asText("");
        refuseUnless(wanted.matches(HASH), FILE + " names no model by its sha256");
        return wanted;
    }

    private static void refuseUnlessTheVeryOne(Path base, String wanted) {
        refuseUnless(
                sha256(base).equals(wanted),
                "the model in " + base.getFileName() + " is not the base that it was trained on (" + wanted + ")");
    }

    /** Makes sure that adapters in a folder of models will find their base: a model from elsewhere gets a link there. */
    public static void putBeside(Path models, Path base) {
        Path place = models.resolve(sha256(base));
        try {
            if (Files.isDirectory(place)) {
                return;
            }
            if (Files.isSymbolicLink(place)) {
                Files.delete(place); // the base was moved since
            }
            Files.createDirectories(models);
            Files.createSymbolicLink(place, real(models).relativize(real(base)));
        } catch (FileAlreadyExistsException e) {
            refuseUnless(
                    Files.isDirectory(place), place.getFileName() + " is no folder"); // else another run was quicker
        } catch (IOException | UnsupportedOperationException e) {
            throw new RunFailure(
                    "unreadable-checkpoint",
                    "The folder of models gets no link to the base of its adapters (" + e.getMessage()
                            + "); copy the base into it under the name " + place.getFileName() + ".",
                    e);
        }
    }

    /** The model of a directory as what has to be added up: whole weights, then each adapter on them. */
    static List<Path> parts(Path directory) {
        List<Path> parts = new ArrayList<>(List.of(directory));
        while (PeftFiles.isAdapter(parts.getFirst())) {
            refuseUnless(
                    !ModelFolder.has(parts.getFirst(), ModelFiles.WEIGHTS),
                    "the folder holds " + ModelFiles.WEIGHTS
                            + " too, and only one of the two can be meant; remove the other");
            refuseUnless(parts.size() <= CHAIN_MAX, "it leads over more than " + CHAIN_MAX + " adapters to its base");
            parts.addFirst(of(parts.getFirst()));
        }
        return parts;
    }

    /** A checkpoint's address; for a model from elsewhere, the hash of its weights. */
    public static String sha256(Path model) {
        try {
            if (ModelFolder.has(model, CheckpointManifest.FILE)) {
                return Wire.sha256(ModelFolder.bytes(model, CheckpointManifest.FILE));
            }
            MessageDigest digest = Wire.sha256();
            for (Path file : PeftFiles.isAdapter(model)
                    ? List.of(PeftFiles.weights(model))
                    : WeightFiles.of(model).files()) {
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] block = new byte[1 << 16];
                    for (int read = in.read(block); read >= 0; read = in.read(block)) {
                        digest.update(block, 0, read);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Disk.failure("read the model in " + model.getFileName(), e);
        }
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw Disk.failure("read the model in " + directory.getFileName(), e);
        }
    }

    private static void refuseUnless(boolean holds, String why) {
        if (!holds) {
            throw PeftFiles.refused(why);
        }
    }
}
