package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller of one of the two completion endpoints asks for, checked for shape. Fields that would change the answer and
 * that this server does not know are refused; others are ignored, as clients send more and more of them.
 *
 * @param seed of the first choice; each further one has a seed that follows from it
 * @param tokensMax of one answer, if the caller names it
 * @param tokensOtherwise what an answer may have at most when the caller names nothing
 */
record Request(
        Question question,
        String model,
        int n,
        double temperature,
        double topP,
        Optional<Long> tokensMax,
        int tokensOtherwise,
        Optional<Long> seed,
        List<String> stops,
        boolean stream,
        boolean usageInStream) {
    static final int CHOICES_MAX = 16;
    private static final int STOPS_MAX = 4;
    private static final int STOP_LENGTH_MAX = 200;
    private static final int MESSAGES_MAX = 500;
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    /** A conversation that waits for its next turn, or texts that go on. */
    sealed interface Question {
        record Chat(List<Message> messages) implements Question {}

        record Texts(List<String> prompts) implements Question {}

        record Ids(List<List<Integer>> prompts) implements Question {}

        /** The field that holds it, for messages. */
        default String field() {
            return switch (this) {
                case Chat chat -> "messages";
                case Texts texts -> "prompt";
                case Ids ids -> "prompt";
            };
        }
    }

    static Request chat(Fields fields) {
        refuse(fields, Set.of("tools", "functions", "logit_bias", "audio", "prediction"));
        refuseFlags(fields, Set.of("logprobs"));
        if (!fields.optional("response_format")
                .map(format -> format.path("type").asText("text"))
                .orElse("text")
                .equals("text")) {
            throw unsupported("response_format");
        }
        Optional<Long> tokens = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        return of(
                fields,
                new Question.Chat(messages(fields.required("messages"))),
                tokens.isPresent() ? tokens : fields.whole("max_tokens", 1, Integer.MAX_VALUE),
                Integer.MAX_VALUE);
    }

    static Request completion(Fields fields) {
        refuse(fields, Set.of("suffix", "logit_bias", "logprobs"));
        refuseFlags(fields, Set.of("echo"));
        if (fields.whole("best_of", 1, 20).orElse(1L) > 1) {
            throw unsupported("best_of");
        }
        // Sixteen tokens are what callers of this endpoint expect who name no number.
        return of(fields, prompts(fields.required("prompt")), fields.whole("max_tokens", 1, Integer.MAX_VALUE), 16);
    }

    private static Request of(Fields fields, Question question, Optional<Long> tokensMax, int tokensOtherwise) {
        for (String penalty : List.of("presence_penalty", "frequency_penalty")) {
            if (fields.number(penalty, 0, -2, 2) != 0) {
                throw unsupported(penalty);
            }
        }
        List<String> stops = fields.texts("stop", STOPS_MAX);
        for (String stop : stops) {
            if (stop.isEmpty() || stop.length() > STOP_LENGTH_MAX) {
                throw ApiError.invalid(
                        "stop",
                        "invalid_value",
                        "Invalid 'stop': every stop string must have 1 to " + STOP_LENGTH_MAX + " characters.");
            }
        }
        Fields options = new Fields(fields.optional("stream_options").orElseGet(JsonNodeFactory.instance::objectNode));
        return new Request(
                question,
                fields.text("model"),
                fields.whole("n", 1, CHOICES_MAX).orElse(1L).intValue(),
                fields.number("temperature", 1, 0, 2),
                fields.number("top_p", 1, Double.MIN_NORMAL, 1),
                tokensMax,
                tokensOtherwise,
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                stops,
                fields.flag("stream"),
                options.flag("include_usage"));
    }

    private static List<Message> messages(JsonNode list) {
        if (!list.isArray()) {
            throw Fields.wrongKind("messages", "an array of objects", list);
        }
        if (list.isEmpty()) {
            throw ApiError.invalid(
                    "messages",
                    "empty_array",
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.");
        }
        Fields.atMost("messages", list, MESSAGES_MAX);
        List<Message> messages = new ArrayList<>();
        for (JsonNode one : list) {
            String at = "messages[" + messages.size() + "]";
            if (!one.isObject()) {
                throw Fields.wrongKind(at, "an object", one);
            }
            JsonNode role = one.path("role");
            if (!role.isTextual() || !ROLES.contains(role.asText())) {
                throw ApiError.invalid(
                        at + ".role",
                        "invalid_value",
                        "Invalid value: '" + ApiError.shortened(role.asText())
                                + "'. Supported values are: 'system', 'developer', 'user' and 'assistant'.");
            }
            // The developer's turn is the system's under a newer name.
            String known = role.asText().equals("developer") ? "system" : role.asText();
            messages.add(new Message(known, content(at + ".content", one.path("content"))));
        }
        return messages;
    }

    /** A text, or a list of parts that are all text. */
    private static String content(String at, JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (!content.isArray()) {
            throw Fields.wrongKind(at, "a string or an array of text parts", content);
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw ApiError.invalid(at, "invalid_value", "Invalid '" + at + "': this server reads text parts only.");
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    /** A text, texts, a list of token ids, or lists of them. */
    private static Question prompts(JsonNode prompt) {
        if (prompt.isTextual()) {
            return new Question.Texts(List.of(prompt.asText()));
        }
        if (!prompt.isArray() || prompt.isEmpty()) {
            throw Fields.wrongKind("prompt", "a string, strings or token ids", prompt);
        }
        if (prompt.get(0).isIntegralNumber()) {
            return new Question.Ids(List.of(ids(prompt)));
        }
        Fields.atMost("prompt", prompt, CHOICES_MAX);
        List<String> texts = new ArrayList<>();
        List<List<Integer>> ids = new ArrayList<>();
        for (JsonNode one : prompt) {
            if (one.isTextual() && ids.isEmpty()) {
                texts.add(one.asText());
            } else if (one.isArray() && !one.isEmpty() && texts.isEmpty()) {
                ids.add(ids(one));
            } else {
                throw Fields.wrongKind("prompt", "strings or token ids, not both", one);
            }
        }
        return texts.isEmpty() ? new Question.Ids(ids) : new Question.Texts(texts);
    }

    private static List<Integer> ids(JsonNode list) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : list) {
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw ApiError.invalid("prompt", "invalid_value", "Invalid 'prompt': a token id is a whole number.");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    private static void refuse(Fields fields, Set<String> names) {
        for (String name : names) {
            if (fields.optional(name)
                    .filter(value -> !value.isEmpty() || value.isValueNode())
                    .isPresent()) {
                throw unsupported(name);
            }
        }
    }

    private static void refuseFlags(Fields fields, Set<String> names) {
        for (String name : names) {
            if (fields.flag(name)) {
                throw unsupported(name);
            }
        }
    }

    private static ApiError unsupported(String name) {
        return ApiError.invalid(
                name,
                "unsupported_parameter",
                "Unsupported parameter: '" + name
                        + "' would change the answer in a way that this server does not know.");
    }
}
