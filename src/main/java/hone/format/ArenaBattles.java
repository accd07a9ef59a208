package hone.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Battles of two models: {@code {model_a, model_b, winner, conversation_a, conversation_b, judge}}, or with {@code prompt},
 * {@code response_a} and {@code response_b} as lists of texts in place of the conversations and {@code winner_model_a},
 * {@code winner_model_b}, {@code winner_tie} in place of the winner.
 */
final class ArenaBattles implements Format {
    @Override
    public String name() {
        return "arena";
    }

    @Override
    public String label() {
        return "Arena battles";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "question_id", "the id of the row in its source",
                "model_a", "who wrote the first answer",
                "model_b", "who wrote the second answer",
                "winner", "which is better: model_a, model_b, tie or tie (bothbad)",
                "conversation_a", "the question with the first answer",
                "conversation_b", "the question with the second answer",
                "judge", "who decided",
                "tstamp", "when");
    }

    @Override
    public Match match(ObjectNode row) {
        boolean decided = row.hasNonNull("winner") || row.has("winner_model_a");
        boolean said = row.hasNonNull("conversation_a") || row.hasNonNull("response_a");
        return row.hasNonNull("model_a") && row.hasNonNull("model_b") && decided && said ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        boolean conversations = row.has("conversation_a");
        List<Message> a = conversations ? row.turns("conversation_a") : said(row, "response_a");
        List<Message> b = conversations ? row.turns("conversation_b") : said(row, "response_b");
        row.take("prompt");
        Fork fork = Fork.of(a, "conversation_a", b, "conversation_b");
        List<Response> responses = List.of(
                Response.by(row.fact("model_a"), fork.first()), Response.by(row.fact("model_b"), fork.second()));
        Origin origin = row.origin("question_id", "id");
        row.leaveOut("turn");
        row.leaveOut("anony");
        for (String known : List.of("openai_moderation", "toxic_chat_tag", "conv_metadata", "category_tag")) {
            if (row.has(known)) {
                row.keep(known, row.take(known));
            }
        }
        return List.of(new Item.Conversation(fork.prompt(), responses, List.of(decision(row)), origin, Map.of()));
    }

    private static Decision decision(RowFields row) {
        Facts facts = Facts.NONE
                .withRater(row.fact("judge").map(ArenaBattles::rater))
                .withTime(OptionalDouble.empty(), when(row.number("tstamp")));
        String winner = row.has("winner") ? row.text("winner").strip().toLowerCase(Locale.ROOT) : flagged(row);
        return switch (winner) {
            case "model_a" -> new Decision.Preferred(0, 1, OptionalDouble.empty(), facts);
            case "model_b" -> new Decision.Preferred(1, 0, OptionalDouble.empty(), facts);
            case "tie" -> new Decision.Tied(0, 1, facts);
            case "tie (bothbad)", "bothbad", "both_bad" -> new Decision.BothBad(0, 1, facts);
            default ->
                throw new RefusedRow(
                        "The field “winner” is none of model_a, model_b, tie and tie (bothbad).",
                        "It is “" + Texts.shown(winner) + "”.");
        };
    }

    private static String flagged(RowFields row) {
        boolean a = row.number("winner_model_a").orElse(0) == 1;
        boolean b = row.number("winner_model_b").orElse(0) == 1;
        boolean tie = row.number("winner_tie").orElse(0) == 1;
        if ((a ? 1 : 0) + (b ? 1 : 0) + (tie ? 1 : 0) != 1) {
            throw new RefusedRow("The fields “winner_…” don’t name one outcome.", "");
        }
        return a ? "model_a" : b ? "model_b" : "tie";
    }

    private static Rater rater(String judge) {
        String lower = judge.toLowerCase(Locale.ROOT);
        return lower.startsWith("gpt") || lower.startsWith("claude") || lower.contains("llm")
                ? Rater.model(judge)
                : Rater.person(judge);
    }

    private static Optional<Instant> when(OptionalDouble seconds) {
        return seconds.isPresent() && seconds.getAsDouble() > 0 && seconds.getAsDouble() < 1e11
                ? Optional.of(Instant.ofEpochMilli((long) (seconds.getAsDouble() * 1000)))
                : Optional.empty();
    }

    /** Questions and answers in turn, each list as JSON or as the text of one. */
    private static List<Message> said(RowFields row, String field) {
        List<String> questions = texts(row.object().path("prompt"), "prompt");
        List<String> answers = texts(row.take(field), field);
        if (questions.isEmpty() || questions.size() != answers.size()) {
            throw new RefusedRow(
                    "There are not as many answers as questions.",
                    "“prompt” has " + questions.size() + ", “" + field + "” has " + answers.size() + ".");
        }
        List<Message> turns = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            turns.add(Message.user(Texts.text(questions.get(i), "prompt")));
            turns.add(Message.assistant(Texts.text(answers.get(i), field)));
        }
        return turns;
    }

    private static List<String> texts(JsonNode value, String field) {
        JsonNode list = value;
        if (value.isTextual() && value.textValue().strip().startsWith("[")) {
            try {
                list = Json.STRICT.readTree(value.textValue());
            } catch (JsonProcessingException e) {
                throw new RefusedRow("The field “" + field + "” begins like a list and is none.", "");
            }
        }
        if (list.isTextual()) {
            return List.of(list.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : list) {
            texts.add(text.asText(""));
        }
        return texts;
    }
}
