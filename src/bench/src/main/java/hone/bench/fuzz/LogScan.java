package hone.bench.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Searches the app's log for stack traces, and for text that was sent in requests. */
final class LogScan {
    /** How {@link hone.devstack.hostile.HostileRequests} marks the text that it types. */
    private static final Pattern TYPED = Pattern.compile("typed[0-9a-f]{6,16}x[0-9]+");

    private LogScan() {}

    /** @return how many lines contain typed text */
    static int of(Path log, long from, Findings findings) throws IOException {
        int typed = 0;
        String before = "";
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            lines.skip(from);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("\tat ") && !before.startsWith("\tat ")) {
                    findings.trace(before);
                }
                if (TYPED.matcher(line).find()) {
                    typed++;
                    findings.tell("typed, and in the log: " + line);
                }
                before = line;
            }
        }
        return typed;
    }
}
