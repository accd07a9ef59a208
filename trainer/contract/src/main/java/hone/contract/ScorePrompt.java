package hone.contract;

import java.util.List;

/** A prompt and the answers to it that are to be scored. */
public record ScorePrompt(String promptId, List<Message> messages, List<Response> answers) {
    public ScorePrompt {
        Check.id("promptId", promptId);
        messages = List.copyOf(messages);
        Check.require(!messages.isEmpty(), "messages", messages, "must hold a message");
        answers = List.copyOf(answers);
        Check.require(!answers.isEmpty(), "answers", answers, "must hold an answer");
    }

    /** What somebody or something answered. */
    public record Response(String answerId, String text) {
        public Response {
            Check.id("answerId", answerId);
        }
    }
}
