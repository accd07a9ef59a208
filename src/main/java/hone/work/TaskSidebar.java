package hone.work;

import hone.guideline.GuidelineReading;
import hone.task.Assignment;
import hone.web.LocalDay;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What stands beside a task for the person who has it.
 *
 * @param today how many they judged today
 * @param fresh they have hardly worked with this version of the guideline yet, so it stands open
 * @param undoable the assignment that they judged or gave back last, where that can still be undone
 * @param unread the guideline version beside the work, when they have not confirmed it
 */
public record Beside(long today, boolean fresh, Optional<UUID> undoable, Optional<GuidelineReading.Unread> unread) {

    /** Gathers it. */
    @ApplicationScoped
    static class Query {
        /** The guideline stands open for a person's first tasks of a kind; later it stays as they left it. */
        private static final int TASKS_WITH_OPEN_GUIDELINE = 10;

        private final Sql sql;
        private final GuidelineReading reading;
        private final LocalDay day;

        Query(Sql sql, GuidelineReading reading, LocalDay day) {
            this.sql = sql;
            this.reading = reading;
            this.day = day;
        }

        Beside of(Assignment assignment, Instant now) {
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
                              """ + UndoLast.UNDOABLE,
                            c -> new Row(
                                    c.flag("read"),
                                    c.number("today"),
                                    c.number("had") < TASKS_WITH_OPEN_GUIDELINE,
                                    c.maybeId("undoable")),
                            labeler,
                            guideline,
                            labeler,
                            day.start(now),
                            labeler,
                            guideline,
                            TASKS_WITH_OPEN_GUIDELINE,
                            labeler)
                    .orElseThrow();
            // What there is to read is looked up only for those who have not confirmed it: mostly everybody has.
            return new Beside(
                    row.today(),
                    row.fresh(),
                    row.undoable(),
                    row.read() ? Optional.empty() : reading.unread(guideline, labeler));
        }

        private record Row(boolean read, long today, boolean fresh, Optional<UUID> undoable) {}
    }
}
