package hone.comment;

import hone.notice.Notice;
import hone.notice.Notices;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.ReaderLanguage;
import hone.web.Sql;
import hone.web.TextLimits;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Comments, by the assignment in which the judgment was made. Who may read and write them is decided where they are shown. */
@ApplicationScoped
public class Comments {
    /** More is no comment any more, and a page shows all of them. */
    static final int THREAD_MAX = 100;

    private final Sql sql;
    private final Notices notices;

    Comments(Sql sql, Notices notices) {
        this.sql = sql;
        this.notices = notices;
    }

    /** What is commented on: where a person judged. */
    public record About(UUID project, UUID assignment, UUID labeler) {}

    /** In order. */
    public List<Comment> of(UUID assignment) {
        return sql.list(
                """
                select c.id, c.author_id, l.display_name, l.simulated, c.text, c.written_at
                from (select * from judgment_comment where assignment_id = ? order by id limit %d) c
                cross join lateral (select display_name, simulated from labeler where id = c.author_id offset 0) l
                order by c.id""".formatted(THREAD_MAX),
                c -> new Comment(
                        c.id("id"),
                        c.id("author_id"),
                        c.text("display_name"),
                        c.flag("simulated"),
                        c.text("text"),
                        c.time("written_at")),
                assignment);
    }

    /**
     * Stores one, and tells whoever judged, whoever has written there, and others.
     *
     * @param others reviewers who have decided about the judgment
     * @throws Invalid when there is no text or too much of it
     */
    @Transactional
    public void write(About about, UUID writer, String text, Collection<UUID> others, Instant now) {
        CommentMessages words = ReaderLanguage.words(CommentMessages.class);
        if (text.isBlank()) {
            throw Invalid.field("comment", words.nothingWritten());
        }
        if (text.length() > TextLimits.COMMENT) {
            throw Invalid.field("comment", words.tooLong(TextLimits.COMMENT, text.length()));
        }
        List<Comment> before = of(about.assignment());
        if (before.size() == THREAD_MAX) {
            throw Invalid.field("comment", words.full(THREAD_MAX));
        }
        sql.run(
                "insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at) values (?, ?, ?, ?, ?, ?)",
                Uuid7.next(),
                about.project(),
                about.assignment(),
                writer,
                text,
                now);
        Set<UUID> told = new HashSet<>(others);
        told.add(about.labeler());
        before.forEach(one -> told.add(one.author()));
        told.remove(writer);
        notices.tell(about.project(), Notice.What.COMMENT, about.assignment(), told, now);
    }

    /**
     * Deletes what this person has just written.
     *
     * @throws Conflict when it is too late for that
     */
    @Transactional
    public void delete(UUID assignment, UUID comment, UUID writer, Instant now) {
        List<Comment> thread = of(assignment);
        Comment own = thread.stream()
                .filter(one -> one.id().equals(comment) && one.author().equals(writer))
                .findFirst()
                .orElseThrow(() -> new NotFound("comment " + comment));
        if (!own.isDeletable(thread, writer, now)) {
            throw new Conflict(ReaderLanguage.words(CommentMessages.class).tooLate(Comment.DELETABLE.toMinutes()));
        }
        sql.run("delete from judgment_comment where id = ?", comment);
    }

    /**
     * A deletion request is about what they are about, or about whoever wrote them.
     *
     * @param about {@code judgment}, {@code prompt} or {@code person}
     * @param assignments those of the judgments that are deleted
     * @return how many were deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int forget(UUID project, String about, UUID subject, UUID[] assignments) {
        String concerned = switch (about) {
            case "prompt" ->
                "(select t.prompt_id from assignment a join task t on t.id = a.task_id where a.id = c.assignment_id) = ?";
            case "person" -> "? in (c.author_id, (select a.labeler_id from assignment a where a.id = c.assignment_id))";
            // A judgment is known by its assignment alone.
            default -> "cast(? as uuid) is null";
        };
        List<UUID> gone = sql.list(
                "delete from judgment_comment c where c.project_id = ? and (c.assignment_id = any (?) or %s) returning c.assignment_id"
                        .formatted(concerned),
                c -> c.id("assignment_id"),
                project,
                assignments,
                subject);
        notices.forget(gone.toArray(UUID[]::new));
        return gone.size();
    }
}
