package hone.format;

import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Conversations that end with the assistant: what it said is to be learned. */
final class Demonstrations {
    private Demonstrations() {}

    /**
     * @param turns one that ends with the user is a prompt alone
     * @param field where they stand
     */
    static List<Item> of(List<Message> turns, String field, RowFields row, Origin origin) {
        long answers =
                turns.stream().filter(turn -> turn.role().equals("assistant")).count();
        boolean each = row.options().assistantTurns() == ReadOptions.AssistantTurns.EACH;
        if (answers > 1 && !each && turns.getLast().role().equals("assistant")) {
            row.remark("The assistant’s last turn is the demonstration; its earlier ones are what was said before."
                    + " Choose “each turn” to learn from all of them.");
        }
        return of(turns, field, origin, turn -> each || turn == turns.size() - 1);
    }

    /** @param learned whether the turn with this index is to be learned */
    static List<Item> of(List<Message> turns, String field, Origin origin, IntPredicate learned) {
        List<Item> items = new ArrayList<>();
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).role().equals("assistant") && learned.test(i)) {
                List<Message> prompt = Turns.prompt(turns.subList(0, i), field);
                String text = Texts.answer(turns.get(i).content(), "assistant’s turn");
                items.add(new Item.Conversation(
                        prompt, List.of(), List.of(new Decision.Written(text, Facts.NONE)), origin, Map.of()));
            }
        }
        if (items.isEmpty() && turns.getLast().role().equals("user")) {
            items.add(new Item.Conversation(Turns.prompt(turns, field), List.of(), List.of(), origin, Map.of()));
        }
        if (items.isEmpty()) {
            throw new RefusedRow(
                    "Nothing in the conversation is to be learned.",
                    "No turn of the assistant follows the person’s, or each has the weight 0.");
        }
        return items;
    }
}
