package hone.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Open Assistant's conversation trees: questions of people, and answers of people in the order in which others ranked them. */
record RankedTrees(List<Asked> questions) {
    /**
     * A question and what came before it.
     *
     * @param answers the best first; two at least
     */
    record Asked(List<Message> conversation, List<String> answers) {
        String best() {
            return answers.getFirst();
        }

        String worst() {
            return answers.getLast();
        }

        private int characters() {
            int before = conversation.stream()
                    .mapToInt(message -> message.content().length())
                    .sum();
            return before + Math.max(best().length(), worst().length());
        }
    }

    /**
     * @param file one tree a line
     * @param questionsMax the first ones are taken
     * @param charactersMax of a conversation with either answer: longer rows take longer than a measurement has
     */
    static RankedTrees read(Path file, int questionsMax, int charactersMax) throws IOException {
        List<Asked> found = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            collect(Wire.mapper().readTree(line).path("prompt"), List.of(), found);
        }
        return new RankedTrees(found.stream()
                .filter(asked -> asked.characters() <= charactersMax)
                .limit(questionsMax)
                .toList());
    }

    private static void collect(JsonNode question, List<Message> before, List<Asked> found) {
        List<Message> conversation = and(before, Message.user(text(question)));
        List<JsonNode> ranked = StreamSupport.stream(question.path("replies").spliterator(), false)
                .filter(RankedTrees::isRankedOfPeople)
                .sorted(Comparator.comparingInt(reply -> reply.path("rank").asInt()))
                .toList();
        if (ranked.size() > 1) {
            found.add(new Asked(
                    conversation, ranked.stream().map(RankedTrees::text).toList()));
        }
        for (JsonNode reply : question.path("replies")) {
            for (JsonNode next : reply.path("replies")) {
                collect(next, and(conversation, Message.assistant(text(reply))), found);
            }
        }
    }

    private static boolean isRankedOfPeople(JsonNode reply) {
        return reply.path("rank").isInt()
                && !reply.path("synthetic").asBoolean(false)
                && !reply.path("deleted").asBoolean(false);
    }

    private static String text(JsonNode message) {
        return message.path("text").asText();
    }

    private static List<Message> and(List<Message> turns, Message turn) {
        List<Message> longer = new ArrayList<>(turns);
        longer.add(turn);
        return List.copyOf(longer);
    }

    /** What was ranked first, as TRL has prompts and completions. */
    List<String> demonstrations() {
        return questions.stream()
                .map(asked -> Wire.write(
                        Map.of("prompt", asked.conversation(), "completion", List.of(Message.assistant(asked.best())))))
                .toList();
    }

    /** What was ranked first and last, as TRL has preferences. */
    List<String> preferences() {
        return questions.stream()
                .map(asked -> Wire.write(Map.of(
                        "prompt", asked.conversation(),
                        "chosen", List.of(Message.assistant(asked.best())),
                        "rejected", List.of(Message.assistant(asked.worst())))))
                .toList();
    }
}
