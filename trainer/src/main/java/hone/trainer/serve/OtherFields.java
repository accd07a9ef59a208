package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The fields of a request that this server does not act on. Those that do not concern the answer are ignored, those that ask for
 * what happens anyway are accepted, and every other one is refused by name, because a caller who sent it relies on it.
 */
final class OtherFields {
    /** Who is asking, and how it is billed, cached or stored. */
    private static final Set<String> OF_NO_EFFECT = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "parallel_tool_calls",
            "request_id",
            "priority");

    private static final Predicate<JsonNode> NO = value -> value.isBoolean() && !value.asBoolean();
    private static final Predicate<JsonNode> YES = value -> value.isBoolean() && value.asBoolean();
    private static final Predicate<JsonNode> EMPTY = value -> value.isContainerNode() && value.isEmpty();
    private static final Predicate<JsonNode> ZERO = value -> value.isNumber() && value.doubleValue() == 0;
    private static final Predicate<JsonNode> ONE = value -> value.isNumber() && value.doubleValue() == 1;
    private static final Predicate<JsonNode> NOT_CALLING =
            value -> value.asText().equals("none") || value.asText().equals("auto");

    /** Values with which a field changes nothing here. */
    private static final Map<String, Predicate<JsonNode>> NEUTRAL = Map.ofEntries(
            Map.entry("tools", EMPTY),
            Map.entry("functions", EMPTY),
            Map.entry("tool_choice", NOT_CALLING),
            Map.entry("function_call", NOT_CALLING),
            Map.entry(
                    "modalities",
                    value -> value.size() == 1 && value.path(0).asText().equals("text")),
            Map.entry("response_format", value -> value.path("type").asText().equals("text")),
            Map.entry("logprobs", NO),
            Map.entry("top_logprobs", ZERO),
            Map.entry("echo", NO),
            Map.entry("suffix", value -> value.isTextual() && value.asText().isEmpty()),
            Map.entry("ignore_eos", NO),
            Map.entry("min_tokens", ZERO),
            Map.entry("use_beam_search", NO),
            Map.entry("length_penalty", ONE),
            Map.entry("typical_p", ONE),
            Map.entry("skip_special_tokens", YES),
            Map.entry("spaces_between_special_tokens", YES),
            Map.entry("include_stop_str_in_output", NO),
            Map.entry("add_generation_prompt", YES),
            Map.entry("continue_final_message", NO),
            Map.entry("include_obfuscation", NO),
            Map.entry("continuous_usage_stats", NO));

    private OtherFields() {}

    /**
     * @param at prefix of the fields' names in messages
     * @param read fields that are acted on
     */
    static void refuse(Fields fields, String at, Set<String> read) {
        fields.json().properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull() || read.contains(name) || OF_NO_EFFECT.contains(name)) {
                return;
            }
            Predicate<JsonNode> neutral = NEUTRAL.get(name);
            if (neutral == null) {
                throw unknown(at + name, read);
            }
            if (!neutral.test(value)) {
                throw ApiError.invalid(
                        at + name,
                        "unsupported_parameter",
                        "Unsupported parameter: '" + at + name
                                + "' would change the answer in a way that this server does not know.");
            }
        });
    }

    private static ApiError unknown(String name, Set<String> read) {
        String shown = ApiError.shortened(name);
        return ApiError.invalid(
                shown,
                "unknown_parameter",
                "Unknown parameter: '" + shown + "'. This server acts on "
                        + read.stream().sorted().collect(Collectors.joining(", "))
                        + "; leave out what it does not know.");
    }
}
