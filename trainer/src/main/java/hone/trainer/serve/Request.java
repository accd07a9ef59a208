package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hone.contract.Wire;
import hone.trainer.sampling.SamplingParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request to one of the two completion endpoints, checked for shape. A field that is not acted on and might
 * change the answer is refused ({@link OtherFields}).
 */
record Request(String model, Question question, Choices choices) {
    static final int CHOICES_MAX = 16;
    private static final int STOPS_MAX = 4;
    private static final int STOP_LENGTH_MAX = 200;
    private static final int STOP_IDS_MAX = 64;
    private static final int BIASES_MAX = 300;
    private static final int MESSAGES_MAX = 500;
    private static final double BIAS_MAX = 100;
    private static final double REPETITION_MIN = 0.01;
    private static final double REPETITION_MAX = 10;
    private static final int TOOLS_MAX = 128;
    private static final int KWARGS_MAX = 50;
    /** Of everything that is neither a turn's text nor its role: as JSON it takes thirty times its length for a moment. */
    private static final int EXTRA_CHARS_MAX = 1 << 16;

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", Turn.TOOL);
    private static final Set<String> BOTH = Set.of(
            "model",
            "n",
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "repetition_penalty",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "max_tokens",
            "seed",
            "stop",
            "stop_token_ids",
            "stream",
            "stream_options");
    private static final Set<String> CHAT =
            with(BOTH, "messages", "max_completion_tokens", "tools", "chat_template_kwargs");
    private static final Set<String> COMPLETION = with(BOTH, "prompt", "best_of");

    /** A conversation to be answered, or texts to be continued. */
    sealed interface Question {
        /**
         * @param tools as JSON; empty for none
         * @param variables of the template, by name, as JSON; empty for none
         */
        record Chat(List<Turn> turns, Optional<String> tools, Optional<String> variables) implements Question {}

        record Texts(List<String> prompts) implements Question {}

        record Ids(List<List<Integer>> prompts) implements Question {}

        /** The name of the field that holds it, for messages. */
        default String field() {
            return switch (this) {
                case Chat chat -> "messages";
                case Texts texts -> "prompt";
                case Ids ids -> "prompt";
            };
        }

        /** The texts that are read together, of each prompt. */
        default List<List<String>> texts() {
            return switch (this) {
                case Chat chat -> {
                    List<String> all = new ArrayList<>();
                    chat.turns.forEach(turn -> {
                        all.add(turn.content());
                        turn.others().ifPresent(all::add);
                    });
                    chat.tools.ifPresent(all::add);
                    yield List.of(all);
                }
                case Texts texts -> texts.prompts.stream().map(List::of).toList();
                case Ids ids -> List.of();
            };
        }
    }

    /**
     * The answers to one request, which its API calls choices.
     *
     * @param promptField the field of the request that held the prompt
     * @param n answers a prompt
     * @param seed of the first choice; each further one has a seed that follows from it
     * @param stopIds token ids that end an answer, beside those of the model; like the model's own they belong to the answer
     * @param stream empty for an answer in one piece
     */
    record Choices(
            String promptField,
            int n,
            SamplingParameters parameters,
            Optional<Long> seed,
            Set<Integer> stopIds,
            List<String> stops,
            Length length,
            Optional<Stream> stream) {}

    /**
     * How long an answer may become, in tokens.
     *
     * @param tokensMax if the caller gave a limit
     * @param defaultTokensMax if the caller gave none
     */
    record Length(Optional<Long> tokensMax, int defaultTokensMax) {}

    /** @param usage whether the last event reports the number of tokens */
    record Stream(boolean usage) {}

    static Request chat(Fields fields) {
        OtherFields.refuse(fields, "", CHAT);
        Optional<Long> tokens = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        return of(
                fields,
                chatOf(fields),
                new Length(
                        tokens.isPresent() ? tokens : fields.whole("max_tokens", 1, Integer.MAX_VALUE),
                        Integer.MAX_VALUE));
    }

    static Request completion(Fields fields) {
        OtherFields.refuse(fields, "", COMPLETION);
        long n = fields.whole("n", 1, CHOICES_MAX).orElse(1L);
        if (fields.whole("best_of", 1, 20).orElse(n) != n) {
            throw ApiError.invalid(
                    "best_of",
                    "unsupported_parameter",
                    "Unsupported parameter: 'best_of' can only be 'n' here: this server does not choose among answers.");
        }
        // Callers of this endpoint who give no limit expect sixteen tokens.
        Length length = new Length(fields.whole("max_tokens", 1, Integer.MAX_VALUE), 16);
        return of(fields, prompts(fields.required("prompt")), length);
    }

    private static Request of(Fields fields, Question question, Length length) {
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
        OtherFields.refuse(options, "stream_options.", Set.of("include_usage"));
        return new Request(
                fields.text("model"),
                question,
                new Choices(
                        question.field(),
                        fields.whole("n", 1, CHOICES_MAX).orElse(1L).intValue(),
                        parameters(fields),
                        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                        fields.ids("stop_token_ids", STOP_IDS_MAX),
                        stops,
                        length,
                        stream(fields, options)));
    }

    private static Optional<Stream> stream(Fields fields, Fields options) {
        boolean usage = options.flag("include_usage");
        return fields.flag("stream") ? Optional.of(new Stream(usage)) : Optional.empty();
    }

    private static SamplingParameters parameters(Fields fields) {
        return new SamplingParameters(
                fields.number("temperature", 1, 0, 2),
                fields.number("top_p", 1, Double.MIN_NORMAL, 1),
                // vLLM writes −1 where transformers writes 0.
                Math.max(
                        0,
                        fields.whole("top_k", -1, Integer.MAX_VALUE).orElse(0L).intValue()),
                fields.number("min_p", 0, 0, 1),
                fields.number("repetition_penalty", 1, REPETITION_MIN, REPETITION_MAX),
                fields.number("frequency_penalty", 0, -2, 2),
                fields.number("presence_penalty", 0, -2, 2),
                biases(fields));
    }

    /** Token ids, which are names in JSON, and what is added to their logits. */
    private static Map<Integer, Double> biases(Fields fields) {
        Map<Integer, Double> biases = new TreeMap<>();
        fields.optional("logit_bias").ifPresent(json -> {
            if (!json.isObject()) {
                throw Fields.wrongKind("logit_bias", "an object", json);
            }
            Fields.atMost("logit_bias", json, BIASES_MAX);
            json.fieldNames().forEachRemaining(id -> {
                if (!id.matches("[0-9]{1,9}")) {
                    throw ApiError.invalid(
                            "logit_bias",
                            "invalid_value",
                            "Invalid 'logit_bias': '" + ApiError.shortened(id) + "' is no token id.");
                }
                biases.put(Integer.parseInt(id), new Fields(json).number(id, 0, -BIAS_MAX, BIAS_MAX));
            });
        });
        return biases;
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    private static Question chatOf(Fields fields) {
        List<Turn> turns = messages(fields.required("messages"));
        boolean called = !fields.optionalText("tool_choice").orElse("").equals("none");
        Optional<String> tools = fields.optional("tools")
                .filter(list -> {
                    if (!list.isArray()) {
                        throw Fields.wrongKind("tools", "an array of objects", list);
                    }
                    Fields.atMost("tools", list, TOOLS_MAX);
                    return called && !list.isEmpty();
                })
                .map(Wire::write);
        Optional<String> variables = fields.optional("chat_template_kwargs")
                .filter(object -> {
                    if (!object.isObject()) {
                        throw Fields.wrongKind("chat_template_kwargs", "an object", object);
                    }
                    Fields.atMost("chat_template_kwargs", object, KWARGS_MAX);
                    return !object.isEmpty();
                })
                .map(Wire::write);
        long extra = turns.stream()
                .flatMap(turn -> turn.others().stream())
                .mapToLong(String::length)
                .sum();
        extra += tools.map(String::length).orElse(0)
                + variables.map(String::length).orElse(0);
        if (extra > EXTRA_CHARS_MAX) {
            throw ApiError.invalid(
                    "tools",
                    "string_above_max_length",
                    "Invalid 'tools': tools, tool calls and what else is no text of a message may have "
                            + EXTRA_CHARS_MAX + " characters of JSON together, but they have " + extra + ".");
        }
        return new Question.Chat(turns, tools, variables);
    }

    private static List<Turn> messages(JsonNode list) {
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
        List<Turn> messages = new ArrayList<>();
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
                                + "'. Supported values are: 'system', 'developer', 'user', 'assistant' and 'tool'.");
            }
            OtherFields.refuse(new Fields(one), at + ".", Turn.READ);
            // The developer's turn is the system's under a newer name.
            String known = role.asText().equals("developer") ? "system" : role.asText();
            boolean calls =
                    one.path(Turn.CALLS).isArray() && !one.path(Turn.CALLS).isEmpty();
            // Whoever calls a tool need not say anything.
            String text = calls && !one.hasNonNull("content") ? "" : content(at + ".content", one.path("content"));
            messages.add(Turn.of(known, text, one));
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
}
