package hone.comment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All that was written about one person's judgment, as somebody reads it.
 *
 * @param address where more is written
 * @param from the page on which it is shown, which is shown again afterwards
 * @param typed what was just refused, and {@code error} why
 */
public record CommentThread(String address, From from, List<Line> lines, String typed, String error) {
    /** Pages on which comments are written. */
    public enum From {
        THREAD,
        REVIEW
    }

    /**
     * One of them.
     *
     * @param mine whether the reader wrote it
     */
    public record Line(Comment comment, boolean mine, boolean deletable) {}

    /** For the reader, who may see it. */
    public static CommentThread of(String slug, UUID assignment, List<Comment> comments, UUID reader, Instant now) {
        return new CommentThread(
                "/p/" + slug + "/comments/" + assignment,
                From.THREAD,
                comments.stream()
                        .map(one -> new Line(one, one.author().equals(reader), one.isDeletable(comments, reader, now)))
                        .toList(),
                "",
                "");
    }

    public CommentThread shownOn(From page) {
        return new CommentThread(address, page, lines, typed, error);
    }

    public CommentThread refused(String words, String why) {
        return new CommentThread(address, from, lines, words, why);
    }
}
