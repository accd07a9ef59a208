package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a field asks, and what another answers to it. */
final class Prompts {
    private Prompts() {}

    /** The prompt in a field: one text, with the system turn of another field before it, or turns. */
    static List<Message> of(RowFields row, String field) {
        JsonNode value = row.takeTree(field);
        // In a table of texts a text may look like a list without being one of turns.
        if (value.isArray() && (!row.row().textOnly() || value.path(0).isObject())) {
            if (row.has("system")) {
                return Turns.prompt(withSystem(row.optionalText("system"), Turns.of(value, field, row)), field);
            }
            return Turns.prompt(Turns.of(value, field, row), field);
        }
        return Turns.prompt(withSystem(row.optionalText("system"), List.of(Message.user(row.text(field)))), field);
    }

    /** The turns with a system turn before them, which they must not have already. */
    static List<Message> withSystem(Optional<String> system, List<Message> turns) {
        if (system.isEmpty()) {
            return turns;
        }
        if (turns.getFirst().role().equals("system")) {
            throw new RefusedRow(
                    "There are two system texts.", "One is the field “system”, the other stands in the turns.");
        }
        List<Message> all = new ArrayList<>();
        all.add(new Message("system", system.get()));
        all.addAll(turns);
        return all;
    }

    /** The answer in a field: a text, a turn of the assistant, or a whole conversation that begins with the prompt. */
    static String answer(RowFields row, String field, List<Message> prompt) {
        JsonNode value = row.takeTree(field);
        if (value.isObject() && !row.row().textOnly()) {
            value = Json.NODES.arrayNode().add(value);
        }
        if (!value.isArray() || (row.row().textOnly() && !value.path(0).has("role"))) {
            return row.answer(field);
        }
        List<Message> turns = Turns.of(value, field, row);
        if (turns.size() > prompt.size() && turns.subList(0, prompt.size()).equals(prompt)) {
            turns = turns.subList(prompt.size(), turns.size());
        }
        return onlyAnswer(turns, field);
    }

    /** The text of what is left after the prompt: one turn of the assistant. */
    static String onlyAnswer(List<Message> turns, String field) {
        if (turns.size() != 1 || !turns.getFirst().role().equals("assistant")) {
            String roles = String.join(", ", turns.stream().map(Message::role).toList());
            throw new RefusedRow(
                    "The field “" + Texts.shown(field) + "” is more than one answer.",
                    "One turn of the assistant is compared or learned; here stand: " + Texts.cut(roles, 80) + ".");
        }
        return Texts.answer(turns.getFirst().content(), field);
    }

    /** How many turns at the beginning two conversations share. */
    static int shared(List<Message> one, List<Message> other) {
        int shared = 0;
        while (shared < Math.min(one.size(), other.size()) && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }
}
