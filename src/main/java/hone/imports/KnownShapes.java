package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;

/** Rows of other tools that are not read: told by what they are, with the way to bring their texts in all the same. */
final class KnownShapes {
    private KnownShapes() {}

    static void refuseByName(JsonNode row) {
        if (row.has("message_id") && row.has("role") && !row.has("replies")) {
            throw new RefusedRow(
                    "A single message of Open Assistant is not read.",
                    "Take the file of trees instead: there, a row is a conversation with its “replies”.");
        }
        if (row.has("chosen") && row.has("rejected") && !row.has("prompt") && !row.has("messages")) {
            throw new RefusedRow(
                    "A pair of chosen and rejected without a prompt is not read.",
                    "Write the question as “prompt” or “messages” and both last turns as “answers”: people compare them here.");
        }
    }
}
