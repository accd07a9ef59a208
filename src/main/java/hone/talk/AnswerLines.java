package hone.talk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer as lines of JSON for the page's script: first where it is stored, then its pieces, finally its end. */
final class AnswerLines implements SendMessage.Listener {
    private final SendMessage.Begun begun;
    private final OutputStream out;
    private boolean placed;

    AnswerLines(SendMessage.Begun begun, OutputStream out) {
        this.begun = begun;
        this.out = out;
    }

    @Override
    public void text(String piece) throws IOException {
        if (!placed) {
            line(place());
            placed = true;
        }
        line(JsonNodeFactory.instance.objectNode().put("text", piece));
    }

    void end() throws IOException {
        line(place().put("end", true));
    }

    private ObjectNode place() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("talk", begun.talk().toString())
                .put("number", begun.number());
    }

    private void line(ObjectNode json) throws IOException {
        out.write((Wire.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
