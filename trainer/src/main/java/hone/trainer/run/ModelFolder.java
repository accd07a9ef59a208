package hone.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a model's folder, which may come from anywhere: only regular files inside the folder are read, and only those that
 * are what their names say. A device or a pipe would never end, and a link could expose somebody else's file.
 */
public final class ModelFolder {
    /** The largest published tokenizers take about 17 MB; much more could not be parsed in a worker's heap. */
    private static final long BYTES_MAX = 24L << 20;

    private static final int POINTER_BYTES_MAX = 1024;
    private static final List<String> POINTERS =
            List.of("version https://git-lfs", "version https://hawser", "# xet version", "/annex/objects/");

    private static final ObjectReader STRICT =
            Wire.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private ModelFolder() {}

    /** Whether there is anything of this name, even a dangling link. */
    public static boolean has(Path directory, String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** The file of this name, if it may be read. */
    public static Path file(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!has(directory, name)) {
            throw refused(directory, name, "it is not there");
        }
        try {
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                throw refused(directory, name, "it is a link that leads out of the folder; put the file itself there");
            }
            if (!Files.isRegularFile(file)) {
                throw refused(directory, name, "it is a folder, a device or a pipe and no file");
            }
            refusePointer(directory, name, file);
            return file;
        } catch (IOException e) {
            throw refused(directory, name, "it can't be read (" + e.getMessage() + ")");
        }
    }

    /** A whole small file. */
    public static byte[] bytes(Path directory, String name) {
        Path file = file(directory, name);
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw refused(directory, name, "it is larger than " + (BYTES_MAX >> 20) + " MiB");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused(directory, name, "it can't be read (" + e.getMessage() + ")");
        }
    }

    /** A small JSON file. */
    public static JsonNode json(Path directory, String name) {
        try {
            return parsed(bytes(directory, name));
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "unknown-model", "The model can't be used: " + name + " is not JSON: " + e.getMessage() + ".", e);
        }
    }

    /** JSON in which no field stands twice: readers differ in which of the two they take. */
    public static JsonNode parsed(byte[] json) {
        try {
            JsonNode node = STRICT.readTree(json);
            if (node.isMissingNode()) {
                throw new UnreadableMessage("it is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableMessage(String.valueOf(e.getMessage()), e);
        }
    }

    private static void refusePointer(Path directory, String name, Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > POINTER_BYTES_MAX) {
            return;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (POINTERS.stream().anyMatch(text::startsWith)) {
            throw refused(
                    directory,
                    name,
                    "it is a pointer of " + bytes
                            + " bytes that stands for the file (Git LFS or alike); fetch the file itself, as with git lfs pull");
        }
    }

    private static RunFailure refused(Path directory, String name, String why) {
        return new RunFailure(
                "unreadable-checkpoint",
                "The model in " + directory.getFileName() + " can't be used for its file " + name + ": " + why + ".");
    }
}
