package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alpaca's demonstrations, {@code {instruction, input, output}}, and the pairs that are written like them: {@code chosen} and
 * {@code rejected} in place of {@code output}. What the input is belongs to what is asked, after a blank line.
 */
final class Alpaca implements Format {
    @Override
    public String name() {
        return "alpaca";
    }

    @Override
    public String label() {
        return "Alpaca instructions";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "instruction", "what was asked",
                "input", "the rest of what was asked",
                "output", "the answer, as a demonstration",
                "chosen", "the better answer",
                "rejected", "the worse answer",
                "system", "the system turn",
                "history", "earlier questions and answers",
                "weight", "its weight in training");
    }

    @Override
    public Match match(ObjectNode row) {
        boolean pair = row.hasNonNull("chosen") && row.hasNonNull("rejected");
        if (!row.path("instruction").isTextual() || (!row.hasNonNull("output") && !pair)) {
            return Match.NONE;
        }
        return row.has("input") || pair ? Match.CERTAIN : Match.LIKELY;
    }

    @Override
    public List<Item> read(RowFields row) {
        Origin origin = row.origin("id");
        List<Message> turns = history(row);
        String instruction = row.text("instruction");
        String asked = row.optionalText("input")
                .map(input -> instruction + "\n\n" + input)
                .orElse(instruction);
        turns.add(Message.user(Texts.text(asked, "instruction with its input")));
        List<Message> prompt = Turns.prompt(Prompts.withSystem(row.optionalText("system"), turns), "instruction");
        leaveOutRepetition(row, instruction);
        if (row.has("chosen")) {
            return List.of(Pairs.decided(row, prompt, row.answer("chosen"), row.answer("rejected"), origin));
        }
        Decision written = new Decision.Written(row.answer("output"), Facts.NONE.withWeight(Pairs.weight(row)));
        return List.of(new Item.Conversation(prompt, List.of(), List.of(written), origin, Map.of()));
    }

    /** Pairs of a question and its answer. */
    private static List<Message> history(RowFields row) {
        List<Message> turns = new ArrayList<>();
        JsonNode history = row.takeTree("history");
        if (history.isMissingNode()) {
            return turns;
        }
        for (JsonNode pair : history) {
            if (pair.size() != 2 || !pair.path(0).isTextual() || !pair.path(1).isTextual()) {
                throw new RefusedRow("The field “history” is no list of questions with their answers.", "");
            }
            turns.add(Message.user(Texts.text(pair.path(0).textValue(), "question in “history”")));
            turns.add(Message.assistant(Texts.text(pair.path(1).textValue(), "answer in “history”")));
        }
        return turns;
    }

    /** The set that gave the format its name has the whole once more, as it was shown to a model. */
    private static void leaveOutRepetition(RowFields row, String instruction) {
        Optional<String> text = Optional.ofNullable(row.object().path("text").textValue());
        if (text.isPresent()
                && text.get().contains(instruction)
                && text.get().contains(row.object().path("output").asText("\0"))) {
            row.leaveOut("text");
        }
    }
}
