package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The most characters that one token stands for, so that a text's length gives a lower bound on its number of tokens. Only
 * byte-pair encodings guarantee it: others have a token that stands for anything unknown.
 *
 * @param characters 0 if there is no such bound
 */
record LongestToken(int characters) {
    static LongestToken of(JsonNode json) {
        JsonNode model = json.path("model");
        boolean swallows = model.path("fuse_unk").asBoolean(false)
                && !model.path("byte_fallback").asBoolean(false);
        if (!model.path("type").asText("BPE").equals("BPE") || swallows) {
            return new LongestToken(0);
        }
        int longest = 1;
        for (var names = model.path("vocab").fieldNames(); names.hasNext(); ) {
            longest = Math.max(longest, names.next().length());
        }
        for (JsonNode token : json.path("added_tokens")) {
            longest = Math.max(longest, token.path("content").asText().length());
        }
        return new LongestToken(longest);
    }

    int tokensAtLeast(String text) {
        return characters == 0 ? 0 : Math.ceilDiv(text.length(), characters);
    }
}
