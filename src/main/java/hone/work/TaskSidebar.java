package hone.work;

import hone.comment.Comment;
import hone.comment.Comments;
import hone.guideline.GuidelineReading;
import hone.task.Assignment;
import hone.web.LocalDay;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is shown beside a task to the person who has it.
 *
 * @param today how many tasks they judged today
 * @param fresh whether they have hardly worked with this version of the guideline yet, so that it is shown open
 * @param undoable the assignment that they judged or gave back last, if that can still be undone
 * @param unread the guideline version beside the work, if they have not confirmed it
 * @param returned why a reviewer returned what they judged here before
 * @param comments what was said about that
 */
public record TaskSidebar(
        long today,
        boolean fresh,
        Optional<UUID> undoable,
        Optional<GuidelineReading.Unread> unread,
        Optional<String> returned,
        List<Comment> comments) {

    /** Gathers all of it. */
    @ApplicationScoped
    static class Query {
        /** The guideline is shown open for a person's first tasks of a kind; after that it stays as they left it. */
        private static final int TASKS_WITH_OPEN_GUIDELINE = 10;

        private final Sql sql;
        private final GuidelineReading reading;
        private final Comments comments;
        private final LocalDay day;

        Query(Sql sql, GuidelineReading reading, Comments comments, LocalDay day) {
            this.sql = sql;
            this.reading = reading;
            this.comments = comments;
            this.day = day;
        }

        TaskSidebar of(Assignment assignment, Instant now) {
            UUID labeler = assignment.person().id();
            UUID guideline = assignment.guidelineVersionId();
            Row row = sql.first(
                            """
                            select
                              exists (select 1 from guideline_acknowledged g where g.labeler_id = ? and g.version_id = ?) as read,
                              (select coalesce(sum(q.judged), 0) from judged_quarter q
                                 where q.labeler_id = ? and q.quarter >= ?) as today,
                              (select count(*) from (
                                 select 1 from assignment a
                                 where a.labeler_id = ? and a.guideline_version_id = ? and a.state = 'judged' limit ?) had) as had,
                              (select r.note from judgment j join review r on r.judgment_id = j.id
                                 where j.task_id = ? and j.assignment_id = ? and r.outcome = 'returned' order by r.decided_at desc limit 1) as returned,
                              """ + UndoLast.UNDOABLE,
                            c -> new Row(
                                    c.flag("read"),
                                    c.number("today"),
                                    c.number("had") < TASKS_WITH_OPEN_GUIDELINE,
                                    c.maybeId("undoable"),
                                    c.maybeText("returned")),
                            labeler,
                            guideline,
                            labeler,
                            day.start(now),
                            labeler,
                            guideline,
                            TASKS_WITH_OPEN_GUIDELINE,
                            assignment.slot().task(),
                            assignment.id(),
                            labeler)
                    .orElseThrow();
            // What is new is looked up only for those who have not confirmed it, since most people have; comments are
            // where something was returned.
            return new TaskSidebar(
                    row.today(),
                    row.fresh(),
                    row.undoable(),
                    row.read() ? Optional.empty() : reading.unread(guideline, labeler),
                    row.returned(),
                    row.returned().isPresent() ? comments.of(assignment.id()) : List.of());
        }

        private record Row(
                boolean read, long today, boolean fresh, Optional<UUID> undoable, Optional<String> returned) {}
    }
}
