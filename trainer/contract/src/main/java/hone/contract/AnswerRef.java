package hone.contract;

import java.util.Optional;

/** An answer as it was judged: its id, text and, when a model wrote it, which version. */
public record AnswerRef(String answerId, String text, Optional<String> modelVersionId) {
    public AnswerRef {
        Check.id("answerId", answerId);
    }
}
