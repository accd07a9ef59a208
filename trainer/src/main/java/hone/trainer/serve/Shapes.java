package hone.trainer.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of OpenAI's API, nulls included: some clients look for them.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">API reference</a>
 */
final class Shapes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Shapes() {}

    /** A finished answer; the reason is {@code stop} or {@code length}. */
    record Choice(int index, String text, String reason) {}

    record Usage(long promptTokens, long reusedTokens, long answerTokens) {
        ObjectNode json() {
            ObjectNode json = JSON.objectNode()
                    .put("prompt_tokens", promptTokens)
                    .put("completion_tokens", answerTokens)
                    .put("total_tokens", promptTokens + answerTokens);
            json.putObject("prompt_tokens_details").put("cached_tokens", reusedTokens);
            return json;
        }
    }

    /** What all parts of one response have in common. */
    record Head(boolean chat, String id, long created, String model, String fingerprint) {
        ObjectNode whole(List<Choice> choices, Usage usage) {
            ObjectNode json = start(chat ? "chat.completion" : "text_completion");
            ArrayNode list = json.putArray("choices");
            for (Choice choice : choices) {
                ObjectNode one = list.addObject().put("index", choice.index());
                if (chat) {
                    one.putObject("message")
                            .put("role", "assistant")
                            .put("content", choice.text())
                            .putNull("refusal");
                } else {
                    one.put("text", choice.text());
                }
                one.putNull("logprobs").put("finish_reason", choice.reason());
            }
            json.set("usage", usage.json());
            return json;
        }

        /** The first part of a chat's answer names the role. */
        ObjectNode role(int index, boolean usage) {
            ObjectNode json = chunk(usage);
            ObjectNode one = json.putArray("choices").addObject().put("index", index);
            one.putObject("delta").put("role", "assistant").put("content", "");
            one.putNull("logprobs").putNull("finish_reason");
            return json;
        }

        ObjectNode text(int index, String text, boolean usage) {
            ObjectNode json = chunk(usage);
            ObjectNode one = json.putArray("choices").addObject().put("index", index);
            if (chat) {
                one.putObject("delta").put("content", text);
            } else {
                one.put("text", text);
            }
            one.putNull("logprobs").putNull("finish_reason");
            return json;
        }

        ObjectNode end(int index, String reason, boolean usage) {
            ObjectNode json = chunk(usage);
            ObjectNode one = json.putArray("choices").addObject().put("index", index);
            if (chat) {
                one.putObject("delta");
            } else {
                one.put("text", "");
            }
            one.putNull("logprobs").put("finish_reason", reason);
            return json;
        }

        ObjectNode usage(Usage usage) {
            ObjectNode json = chunk(false);
            json.putArray("choices");
            json.set("usage", usage.json());
            return json;
        }

        private ObjectNode chunk(boolean usage) {
            ObjectNode json = start(chat ? "chat.completion.chunk" : "text_completion");
            return usage ? json.putNull("usage") : json;
        }

        private ObjectNode start(String object) {
            return JSON.objectNode()
                    .put("id", id)
                    .put("object", object)
                    .put("created", created)
                    .put("model", model)
                    .put("system_fingerprint", fingerprint);
        }
    }

    static ObjectNode models(List<Models.Named> names) {
        ObjectNode json = JSON.objectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        names.forEach(named -> data.add(model(named)));
        return json;
    }

    static ObjectNode model(Models.Named named) {
        ObjectNode json = JSON.objectNode()
                .put("id", named.name())
                .put("object", "model")
                .put("created", named.sinceSeconds())
                .put("owned_by", "hone");
        named.template().ifPresent(template -> json.put("chat_template", template));
        named.warning().ifPresent(warning -> json.put("warning", warning));
        return json;
    }

    static ObjectNode error(ApiError error) {
        ObjectNode json = JSON.objectNode();
        ObjectNode inner =
                json.putObject("error").put("message", error.message()).put("type", error.type());
        putOrNull(inner, "param", error.param());
        putOrNull(inner, "code", error.code());
        return json;
    }

    /** For controlling the server; this is Hone's own. */
    static ObjectNode served(String name, String sha256) {
        return JSON.objectNode().put("name", name).put("sha256", sha256);
    }

    static ObjectNode served(List<Models.Named> names) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("models");
        names.forEach(named ->
                list.add(served(named.name(), String.valueOf(named.directory().getFileName()))));
        return json;
    }

    /**
     * What is served and in memory, and how many answers are being generated or waiting; of warnings only the number, because
     * anybody may ask.
     */
    static ObjectNode health(List<Models.Named> names, int loaded, int writing, int waiting) {
        return JSON.objectNode()
                .put("status", "ok")
                .put("models", names.size())
                .put("loaded", loaded)
                .put("writing", writing)
                .put("waiting", waiting)
                .put(
                        "warnings",
                        names.stream()
                                .filter(named -> named.warning().isPresent())
                                .count());
    }

    private static void putOrNull(ObjectNode json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.put(name, value.get());
        } else {
            json.putNull(name);
        }
    }
}
