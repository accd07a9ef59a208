package hone.contract;

import java.util.List;

/** A prompt to be answered. */
public record GeneratePrompt(String promptId, List<Message> messages) {
    public GeneratePrompt {
        Check.id("promptId", promptId);
        messages = List.copyOf(messages);
        Check.require(!messages.isEmpty(), "messages", messages, "must hold a message");
    }
}
