package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.conversation.Answer;
import hone.conversation.Likeness;
import hone.conversation.StorePrompts.Provenance;
import hone.format.Decision;
import hone.format.Item.Conversation;
import hone.format.Origin;
import hone.format.RefusedRow;
import hone.format.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A conversation of a row with everything that can be computed without the database, to keep the database busy as briefly as
 * possible.
 *
 * @param messages as JSON, as they were hashed
 * @param responses with the hashes of their texts
 * @param likeness keys for finding near duplicates
 */
record Incoming(
        long row,
        byte[] messages,
        String sha256,
        long[] likeness,
        List<Message> prompt,
        List<Hashed> responses,
        List<Decision> decisions,
        Provenance from) {

    record Hashed(Response response, String sha256) {}

    /**
     * Whether it has been decided, so that nobody here is asked again. A ranking without a rater, such as Open Assistant's,
     * leaves the question open.
     */
    boolean isDecided() {
        return !decisions.isEmpty()
                && responses.stream().noneMatch(given -> given.response().rank().isPresent());
    }

    /** @throws RefusedRow if it can't be stored */
    static Incoming of(UUID project, long row, Conversation conversation) {
        List<Hashed> responses = conversation.responses().stream()
                .map(response -> new Hashed(response, Answer.textHash(response.text())))
                .toList();
        conversation.decisions().forEach(decision -> refuseEqualTexts(decision, responses));
        byte[] messages = Wire.bytes(conversation.prompt());
        return new Incoming(
                row,
                messages,
                Wire.sha256(messages),
                Likeness.keys(project, conversation.prompt()),
                conversation.prompt(),
                responses,
                conversation.decisions(),
                provenance(row, conversation.origin(), conversation.metadata()));
    }

    /** A text can't be better than itself: such a decision is an error in the file. */
    private static void refuseEqualTexts(Decision decision, List<Hashed> responses) {
        if (decision instanceof Decision.Preferred preferred
                && responses
                        .get(preferred.chosen())
                        .sha256()
                        .equals(responses.get(preferred.rejected()).sha256())) {
            throw new RefusedRow("Both answers are the same text.", "One can’t be better than the other.");
        }
    }

    static Provenance provenance(long row, Origin origin, Map<String, JsonNode> metadata) {
        return new Provenance(
                origin.sourceId(),
                origin.source(),
                origin.license(),
                origin.language(),
                row,
                metadata.isEmpty() ? Optional.empty() : Optional.of(metadata(metadata)));
    }

    private static byte[] metadata(Map<String, JsonNode> metadata) {
        String written = Wire.write(metadata);
        if (ZeroCharacters.areIn(written)) {
            throw new RefusedRow(
                    "A text holds a character that can’t be stored.", "A field to be kept has a zero character.");
        }
        byte[] json = written.getBytes(StandardCharsets.UTF_8);
        if (json.length > ImportLimits.METADATA_BYTES_MAX) {
            throw new RefusedRow(
                    "What would be kept as metadata is longer than " + (ImportLimits.METADATA_BYTES_MAX >> 10)
                            + " KiB.",
                    "It has " + (json.length >> 10) + " KiB: map the field, or leave it out.");
        }
        return json;
    }
}
