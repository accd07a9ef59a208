package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process that measures a window for each line that it is sent, ours or a peer's, so that the two are measured in turn and meet the same
 * machine.
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

    /** Returns when it is ready. */
    static Contestant started(List<String> command) throws IOException {
        return started(command, Set.of());
    }

    /** @param without variables of our environment that it does not get */
    static Contestant started(List<String> command, Set<String> without) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(without);
        return started(builder);
    }

    /** The same with an environment of its own. */
    static Contestant started(ProcessBuilder builder) throws IOException {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Contestant started = new Contestant(builder.start());
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
        while (line != null && !line.startsWith("{")) {
            line = answers.readLine(); // native libraries print to standard output too
        }
        if (line == null) {
            throw new IOException("a measuring process ended");
        }
        return Wire.read(line, JsonNode.class);
    }

    /** It ends when nothing is asked any more, and may take a moment to remove what it wrote. */
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
