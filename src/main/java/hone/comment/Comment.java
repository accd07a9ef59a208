package hone.comment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Something that one person wrote about a judgment. */
public record Comment(UUID id, UUID author, String name, boolean simulated, String text, Instant at) {
    static final Duration DELETABLE = Duration.ofMinutes(15);

    /** Whoever wrote it may delete it for a while, unless somebody else has written since. */
    boolean isDeletable(List<Comment> thread, UUID reader, Instant now) {
        return author.equals(reader)
                && now.isBefore(at.plus(DELETABLE))
                && thread.stream()
                        .dropWhile(one -> !one.id().equals(id))
                        .allMatch(one -> one.author().equals(author));
    }
}
