package hone.devstack.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Why a part died, in plain words: from what it printed since its start and from how its process ended. */
final class Cause {

    private static final int BYTES_MAX = 64 << 10;
    private static final int LINE_CHARS_MAX = 200;
    /** How Java, Kafka and PostgreSQL begin an error message. */
    private static final Pattern COMPLAINT = Pattern.compile("ERROR|FATAL|PANIC|SEVERE|Exception|Error:");

    private record Known(Pattern pattern, String sentence) {}

    /** The first match counts: a full disk, say, has many consequences that look like causes. */
    private static final List<Known> KNOWN = List.of(
            known("No space left on device|Disk quota exceeded", "the disk is full: make room"),
            known(
                    "OutOfMemoryError|Cannot allocate memory|insufficient memory for the Java Runtime|out of memory",
                    "it had too little memory: close something large"),
            known("Too many open files", "it may not open so many files: raise the limit (ulimit -n)"),
            known(
                    "Address already in use|could not bind|BindException|Port already bound|can't listen on",
                    "its port is taken by another program: end that program"),
            known(
                    "Read-only file system|AccessDenied|Permission denied|could not open file",
                    "it may not read or write one of its files: look at their owner"),
            known("authentication failed", "it could not sign in to another part: look at the folder of secrets"));

    private Cause() {}

    private static Known known(String said, String sentence) {
        return new Known(Pattern.compile(said, Pattern.CASE_INSENSITIVE), sentence);
    }

    /** @param from the length of the log when the part was started */
    static String of(Path log, long from, OptionalInt exitCode) {
        String printed = tail(log, from);
        for (Known one : KNOWN) {
            if (one.pattern().matcher(printed).find()) {
                return one.sentence();
            }
        }
        List<String> complaints = printed.lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .map(Cause::shortened)
                .toList();
        String end = ending(exitCode);
        return complaints.isEmpty() ? end : "%s; it said “%s”".formatted(end, complaints.getLast());
    }

    /** A process that was ended by a signal has 128 plus the signal's number as its exit code. */
    private static String ending(OptionalInt exitCode) {
        if (exitCode.isEmpty()) {
            return "its process ended";
        }
        return switch (exitCode.getAsInt()) {
            case 137 -> "it was killed (signal 9), by somebody or by the system for want of memory";
            case 134 -> "its native code gave up (signal 6)";
            case 139 -> "its native code crashed (signal 11)";
            default -> "its process ended with exit code " + exitCode.getAsInt();
        };
    }

    private static String shortened(String line) {
        String one = line.strip();
        return one.length() <= LINE_CHARS_MAX ? one : one.substring(0, LINE_CHARS_MAX) + "…";
    }

    private static String tail(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            // A log that is shorter than before has been rotated since: all of it is new.
            long begin = from <= file.length() ? from : 0;
            byte[] bytes = new byte[(int) Math.min(BYTES_MAX, file.length() - begin)];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
