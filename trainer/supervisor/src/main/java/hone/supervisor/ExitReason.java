package hone.supervisor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Explains an exit code and the end of a worker's log in a sentence. The log itself is never passed on: it may contain texts that
 * people wrote.
 */
final class ExitReason {
    private static final int TAIL_BYTES = 16 << 10;

    /** Signs in the log, the most specific first. */
    private static final Map<String, String> SIGNS = new LinkedHashMap<>();

    static {
        SIGNS.put(
                "Could not find or load main class",
                "the trainer's classes were not found: is the class path file right?");
        SIGNS.put("Unrecognized VM option", "its Java does not know a flag of the flags file");
        SIGNS.put("Unrecognized option", "its Java does not know a flag of the flags file");
        SIGNS.put("UnsatisfiedLinkError", "a native library is missing or made for another machine");
        SIGNS.put("No space left", "the disk is full");
        SIGNS.put("OutOfMemoryError", "its Java heap was too small");
        SIGNS.put("std::bad_alloc", "there was not enough memory: use a smaller batch");
        SIGNS.put("can't allocate memory", "there was not enough memory: use a smaller batch");
        SIGNS.put("insufficient memory for the Java Runtime", "there was not enough memory to start it");
        SIGNS.put("CUDA out of memory", "the accelerator's memory was too small: use a smaller batch");
        SIGNS.put("ModuleNotFoundError", "its Python lacks a module: are the engine's requirements installed?");
        SIGNS.put("terminate called after throwing", "libtorch ended it");
    }

    private ExitReason() {}

    static String of(int exitCode, Path log) throws IOException {
        return "exit code " + exitCode + ", " + of(exitCode, tail(log));
    }

    static String of(int exitCode, String log) {
        return SIGNS.entrySet().stream()
                .filter(sign -> log.contains(sign.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> meaning(exitCode));
    }

    /** Above 128 it is a signal's number plus 128, as in shells and {@link Process#exitValue}. */
    private static String meaning(int exitCode) {
        return switch (exitCode) {
            case 0, 1 -> "without saying how the run ended";
            case 75 -> "it stopped without having saved anything new";
            case 134 -> "native code aborted";
            case 136 -> "native code divided by zero";
            case 137 -> "it was killed, perhaps because the machine ran out of memory";
            case 139 -> "native code touched memory that is not its own";
            default -> "the log of the worker says more";
        };
    }

    private static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }
}
