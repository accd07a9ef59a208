package hone.format;

import hone.contract.Message;
import java.util.List;

/** Two conversations that are the same up to their last turns, which are the assistant's. */
record Fork(List<Message> prompt, String first, String second) {
    /** @param firstField and {@code secondField}, where they stand */
    static Fork of(List<Message> first, String firstField, List<Message> second, String secondField) {
        int shared = Prompts.shared(first, second);
        if (shared == first.size() && shared == second.size()) {
            throw new RefusedRow(
                    "Both answers are the same text.", "“" + firstField + "” and “" + secondField + "” don’t differ.");
        }
        if (shared == 0) {
            throw new RefusedRow(
                    "“" + firstField + "” and “" + secondField + "” don’t begin with the same question.",
                    "What both answer stands before the answers, or in “prompt”.");
        }
        return new Fork(
                Turns.prompt(first.subList(0, shared), firstField),
                Prompts.onlyAnswer(first.subList(shared, first.size()), firstField),
                Prompts.onlyAnswer(second.subList(shared, second.size()), secondField));
    }
}
