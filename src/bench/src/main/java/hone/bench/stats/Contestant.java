package hone.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that computes the case once for each line that it is sent, ours or a peer's: each has a memory of its own to be measured,
 * and the two take turns, so that they meet the same machine.
 */
final class Contestant implements AutoCloseable {
    private static final int SECONDS_TO_END = 20;

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private Contestant(Process process) {
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Returns when it has read the rows. */
    static Contestant started(List<String> command) throws IOException {
        Contestant started = new Contestant(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.answer();
        return started;
    }

    JsonNode window() throws IOException {
        questions.write("\n");
        questions.flush();
        return answer();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a measuring process ended; what it said is above");
        }
        return Wire.read(line, JsonNode.class);
    }

    /** It ends when nothing is asked any more. */
    @Override
    public void close() {
        try {
            questions.close();
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // it has ended already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroy();
    }
}
