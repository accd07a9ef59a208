package hone.imports;

import hone.contract.Message;
import hone.conversation.StorePrompts;
import java.util.List;
import java.util.Optional;

/**
 * A conversation from a file, with the answers it came with.
 *
 * @param sourceId the id it has where it comes from; empty when it has none
 */
record ImportedPrompt(List<Message> messages, String sourceId, List<GivenAnswer> answers) {
    ImportedPrompt {
        messages = List.copyOf(messages);
        answers = List.copyOf(answers);
    }

    /**
     * An answer from a file.
     *
     * @param rank its place in a ranking that came with it, 0 best
     * @param sampled how a model was asked for it, when the file says so in full
     */
    record GivenAnswer(String text, Optional<Integer> rank, Optional<Sampled> sampled) {}

    /** @param model its name; empty when the file does not say */
    record Sampled(String model, long seed, double temperature, double topP, boolean ended) {
        StorePrompts.Settings settings() {
            return new StorePrompts.Settings(seed, temperature, topP, ended);
        }
    }
}
