package hone.notice;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that happened to a person's work.
 *
 * @param about the assignment, the question, or the pause
 */
public record Notice(UUID id, What what, String slug, String project, UUID about, Instant at, boolean unread) {
    /** What happened, and where one reads more about it. */
    public enum What {
        /** Somebody wrote about the person's judgment, or where the person has written before. */
        COMMENT("/p/%s/comments/%s"),
        /** A reviewer returned the task: it is to be done again. */
        RETURNED("/work/%2$s"),
        FIXED("/p/%s/comments/%s"),
        REJECTED("/p/%s/comments/%s"),
        /** The authors of a guideline answered the person's question. */
        ANSWERED("/p/%s/guidelines/questions#q-%s"),
        /** The person is handed no new work in the project. */
        PAUSED("/p/%s/pauses/mine"),
        PAUSE_LIFTED("/p/%s/pauses/mine"),
        /** What the person answered was read, and the pause stays. */
        PAUSE_UPHELD("/p/%s/pauses/mine");

        private final String address;

        What(String address) {
            this.address = address;
        }

        /** As in the database. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String address(String slug, UUID about) {
            return address.formatted(slug, about);
        }

        static What of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Selects its sentence. */
    public String word() {
        return what.word();
    }

    /** By way of this address it is marked as read. */
    public String opening() {
        return "/notices/" + id;
    }
}
