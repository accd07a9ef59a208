package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Reads models that come from elsewhere, one at a time and each in a process of its own: if one of them takes all memory, or makes
 * a library abort, the models that are served here are none the wiser. Hanging up ends the process.
 */
final class Inspections {
    /** A folder on its way into the folder of models, and the model's folder in it. */
    private static final Pattern ARRIVING =
            Pattern.compile("\\.brought-[A-Za-z0-9-]{1,64}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int OUTPUT_BYTES_MAX = 1 << 18;

    private final Semaphore one = new Semaphore(1, true);

    /** @param folder of models */
    void answer(Caller caller, Path folder, String name) throws IOException, InterruptedException {
        Path directory = directory(folder, name);
        while (!one.tryAcquire(1, TimeUnit.SECONDS)) {
            caller.keepAlive();
        }
        try {
            caller.json(200, inspected(caller, directory));
        } finally {
            one.release();
        }
    }

    private static Path directory(Path folder, String name) {
        Path directory = folder.resolve(name);
        if (!ARRIVING.matcher(name).matches() || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw ApiError.invalid(
                    "folder", "invalid_value", "'folder' must name a model on its way into this server's folder.");
        }
        return directory;
    }

    private static JsonNode inspected(Caller caller, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(directory)).start();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<String> out =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()), readers);
            CompletableFuture<String> said =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), readers);
            try {
                process.getOutputStream().close();
                while (!process.waitFor(1, TimeUnit.SECONDS)) {
                    caller.keepAlive();
                }
                // All of it is read first: ending a process closes its streams, even one that has ended.
                return outcome(process.exitValue(), out.join(), said.join());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** As this server was started, since the machine has the same memory and libraries for both. */
    private static List<String> command(Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "hone.trainer.Main", "inspect", directory.toString()));
        return command;
    }

    private static ObjectNode outcome(int code, String out, String said) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (code == 0) {
            Optional<JsonNode> read = inspection(out);
            if (read.isPresent()) {
                return answer.set("inspection", read.get());
            }
        }
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        return answer.put(
                "refused",
                code == 1 && !lines.isEmpty()
                        ? lines.getLast()
                        : "Reading this model ended without a result (exit code " + code
                                + "): there may be too little memory for it, or one of its files makes a library fail.");
    }

    private static Optional<JsonNode> inspection(String out) {
        try {
            return out.lines().reduce((first, last) -> last).map(line -> Wire.read(line, JsonNode.class));
        } catch (UnreadableMessage e) {
            return Optional.empty();
        }
    }

    /** The first part of it; the rest is read, so that the process can write it. */
    private static String text(InputStream in) {
        try (in) {
            byte[] first = in.readNBytes(OUTPUT_BYTES_MAX);
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return new String(first, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it was ended
        }
    }
}
