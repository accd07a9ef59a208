package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** HelpSteer's preferences: {@code {prompt, response_1, response_2, preference_strength}}, from −3, the first much better, to 3. */
final class HelpSteerPairs implements Format {
    private static final double STRENGTH_MAX = 3;

    @Override
    public String name() {
        return "helpsteer-preference";
    }

    @Override
    public String label() {
        return "HelpSteer preferences";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "response_1", "an answer",
                "response_2", "another",
                "preference_strength", "which is better, and by how much",
                "preference_statement", "why",
                "preference_elaboration", "why, at length");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.path("response_1").isTextual()
                        && row.path("response_2").isTextual()
                        && row.has("preference_strength")
                ? Match.CERTAIN
                : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = ScoredResponses.prompt(row);
        List<Response> responses =
                List.of(Response.of(row.answer("response_1")), Response.of(row.answer("response_2")));
        OptionalDouble strength = row.number("preference_strength");
        if (strength.isEmpty() || Math.abs(strength.getAsDouble()) > STRENGTH_MAX) {
            throw new RefusedRow("The field “preference_strength” is no number from −3 to 3.", "");
        }
        row.leaveOut("three_most_similar_preferences");
        row.leaveOut("all_preferences_unprocessed");
        Facts facts = Pairs.facts(row).withReason(reason(row));
        double better = strength.getAsDouble();
        Decision decision = better == 0
                ? new Decision.Tied(0, 1, facts)
                : new Decision.Preferred(
                        better < 0 ? 0 : 1,
                        better < 0 ? 1 : 0,
                        OptionalDouble.of(Math.abs(better) / STRENGTH_MAX),
                        facts);
        return List.of(
                new Item.Conversation(prompt, responses, List.of(decision), row.origin("id", "prompt_id"), Map.of()));
    }

    private static Optional<String> reason(RowFields row) {
        String statement = row.optionalText("preference_statement").orElse("");
        String elaboration = row.optionalText("preference_elaboration").orElse("");
        String reason = (statement + "\n\n" + elaboration).strip();
        return reason.isEmpty() ? Optional.empty() : Optional.of(Texts.reason(reason));
    }
}
