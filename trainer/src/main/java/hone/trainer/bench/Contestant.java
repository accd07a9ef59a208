package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that measures a window for each line that it is sent, ours or a peer's, so that the two are measured in turn and meet the same
 * machine.
 */
final class Contestant implements AutoCloseable {
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
            throw new IOException("a measuring process ended");
        }
        return Wire.read(line, JsonNode.class);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
