package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The replies to one question of Open Assistant, and the order that people gave them. */
final class OasstReplies {
    private OasstReplies() {}

    /** @param model a reply that no person wrote */
    record Reply(String text, Optional<String> id, Optional<String> model, OptionalInt rank) {
        static Reply of(JsonNode message, String text) {
            JsonNode rank = message.path("rank");
            // Tables write whole numbers with a missing value as fractions: 1.0.
            boolean whole = rank.isNumber() && rank.doubleValue() == rank.intValue() && rank.intValue() >= 0;
            return new Reply(
                    text,
                    said(message, "message_id"),
                    said(message, "model_name"),
                    whole ? OptionalInt.of(rank.intValue()) : OptionalInt.empty());
        }

        static Optional<String> said(JsonNode message, String name) {
            return Optional.of(Json.fact(message.path(name), name))
                    .filter(fact -> !fact.isBlank() && !fact.equals("null"));
        }

        int order() {
            return rank.orElse(Integer.MAX_VALUE);
        }
    }

    static Item item(List<Message> turns, List<Reply> given, JsonNode question) {
        if (given.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + Limits.ANSWERS_MAX + ".",
                    "A question has " + given.size() + ".");
        }
        List<Reply> replies = new ArrayList<>(given);
        replies.sort(Comparator.comparingInt(Reply::order));
        List<Response> responses = replies.stream()
                .map(reply -> new Response(reply.text(), reply.id(), reply.model(), Optional.empty(), reply.rank()))
                .toList();
        Origin origin = Origin.UNKNOWN
                .withSourceId(Reply.said(question, "message_id"))
                .withLanguage(Reply.said(question, "lang"));
        return new Item.Conversation(Turns.prompt(turns, "prompt"), responses, ranking(replies), origin, Map.of());
    }

    /** The ranks that came with the replies are many people's; nobody in particular made the order. */
    private static List<Decision> ranking(List<Reply> replies) {
        SortedMap<Integer, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).rank().isPresent()) {
                places.computeIfAbsent(replies.get(i).rank().getAsInt(), rank -> new ArrayList<>())
                        .add(i);
            }
        }
        int ranked = places.values().stream().mapToInt(List::size).sum();
        return ranked < 2 ? List.of() : List.of(new Decision.Ranked(List.copyOf(places.values()), Facts.NONE));
    }
}
