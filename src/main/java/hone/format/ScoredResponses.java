package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One response with numbers about it, as in HelpSteer: {@code {prompt, response, helpfulness, correctness, …}}. Every further field
 * that is a number is a scale, unless its name says that it is none.
 */
final class ScoredResponses implements Format {
    private static final Set<String> KNOWN =
            Set.of("helpfulness", "correctness", "coherence", "complexity", "verbosity");

    private static final Pattern NO_SCALE = Pattern.compile(
            "(.*_)?(id|idx|index|seed|timestamp|tstamp|turn|turns|weight|length|tokens|count|temperature|top_p)");
    /** Where HelpSteer has several turns in one text, each begins with this mark and who says it. */
    private static final Pattern TURN = Pattern.compile("<extra_id_1>\\s*(User|Assistant)\\s*\\n");

    @Override
    public String name() {
        return "scored";
    }

    @Override
    public String label() {
        return "Scored responses (HelpSteer)";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "system", "the system turn",
                "response", "the answer that was rated",
                "helpfulness", "a scale",
                "correctness", "a scale",
                "coherence", "a scale",
                "complexity", "a scale",
                "verbosity", "a scale",
                "weight", "its weight in training");
    }

    @Override
    public Match match(ObjectNode row) {
        if (!row.path("prompt").isTextual() || !row.path("response").isTextual()) {
            return Match.NONE;
        }
        if (KNOWN.stream().filter(row::has).count() > 1) {
            return Match.CERTAIN;
        }
        return row.properties().stream().anyMatch(field -> isScale(field.getKey(), field.getValue()))
                ? Match.LIKELY
                : Match.NONE;
    }

    private static boolean isScale(String name, JsonNode value) {
        boolean number = value.isNumber() || (KNOWN.contains(name) && value.isTextual());
        return number && !NO_SCALE.matcher(name).matches();
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = prompt(row);
        Response response = Response.by(row.fact("model"), row.answer("response"));
        Map<String, Double> scales = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : row.object().properties()) {
            if (isScale(field.getKey(), field.getValue())) {
                row.number(field.getKey()).ifPresent(number -> scales.put(Texts.name(field.getKey()), number));
            }
        }
        List<Decision> decisions = new ArrayList<>();
        if (!scales.isEmpty()) {
            decisions.add(new Decision.Rated(0, scales, Map.of(), Pairs.facts(row)));
        }
        return List.of(
                new Item.Conversation(prompt, List.of(response), decisions, row.origin("id", "prompt_id"), Map.of()));
    }

    static List<Message> prompt(RowFields row) {
        String text = row.text("prompt");
        if (!text.contains("<extra_id_1>")) {
            return Prompts.of(row, "prompt");
        }
        List<Message> turns = new ArrayList<>();
        String role = "user";
        int from = 0;
        var turn = TURN.matcher(text);
        while (turn.find()) {
            turns.add(new Message(
                    role, Texts.text(text.substring(from, turn.start()).strip(), "turn of the prompt")));
            role = turn.group(1).equals("User") ? "user" : "assistant";
            from = turn.end();
        }
        String last = text.substring(from).strip();
        if (role.equals("user")) {
            turns.add(Message.user(Texts.text(last, "turn of the prompt")));
        } else if (!last.isEmpty()) {
            throw new RefusedRow("The last message is not from the person.", "The prompt ends with the assistant.");
        }
        Optional<String> system = row.optionalText("system");
        return Turns.prompt(Prompts.withSystem(system, Turns.joinedTurns(turns, row)), "prompt");
    }
}
