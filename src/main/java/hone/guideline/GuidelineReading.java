package hone.guideline;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Who has read which version of the instructions. Nobody is kept from working: the page of work says what is new until it is read. */
@ApplicationScoped
public class GuidelineReading {
    private final Sql sql;

    GuidelineReading(Sql sql) {
        this.sql = sql;
    }

    /**
     * A version that somebody has not confirmed yet.
     *
     * @param note what changed, in the words of whoever published it
     * @param read the newest version of this guideline that they have confirmed; 0 when there is none
     */
    public record Unread(String slug, String kind, int number, String note, int read) {
        public boolean isFirst() {
            return read == 0;
        }
    }

    /** What there is to read; empty when this version or a later one has been confirmed. */
    public Optional<Unread> unread(UUID version, UUID labeler) {
        return sql.first(
                        """
                        select p.slug, g.kind, v.number, v.note,
                          (select coalesce(max(r.number), 0) from guideline_acknowledged a
                             join guideline_version r on r.id = a.version_id
                             where a.labeler_id = ? and r.guideline_id = g.id)
                        from guideline_version v join guideline g on g.id = v.guideline_id
                        join project p on p.id = g.project_id where v.id = ?""",
                        c -> new Unread(c.text(1), c.text(2), (int) c.number(3), c.text(4), (int) c.number(5)),
                        labeler,
                        version)
                .filter(unread -> unread.read() < unread.number());
    }

    /** The second time changes nothing: what counts is when it was read first. */
    void confirm(UUID version, UUID labeler, Instant now) {
        sql.run(
                "insert into guideline_acknowledged (labeler_id, version_id, at) values (?, ?, ?) on conflict do nothing",
                labeler,
                version,
                now);
    }
}
