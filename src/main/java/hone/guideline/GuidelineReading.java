package hone.guideline;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Who has read which version of the instructions. The work page says what is new until it is read; whether it keeps anybody from working is the project's choice. */
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
     * @param news the rules that differ from that version; none for somebody to whom all are new
     */
    public record Unread(String slug, String kind, int number, String note, int read, Rules.News news) {
        public boolean isFirst() {
            return read == 0;
        }
    }

    /** What there is to read; empty when this version or a later one has been confirmed. */
    public Optional<Unread> unread(UUID version, UUID labeler) {
        return sql.first("""
                        select p.slug, g.kind, v.number, v.note, coalesce(r.number, 0) as read, r.markdown as read_markdown,
                          case when r.number < v.number then v.markdown end as markdown
                        from guideline_version v join guideline g on g.id = v.guideline_id
                        join project p on p.id = g.project_id
                        left join lateral (
                          select e.number, e.markdown from guideline_acknowledged a
                          join guideline_version e on e.id = a.version_id
                          where a.labeler_id = ? and e.guideline_id = g.id order by e.number desc limit 1) r on true
                        where v.id = ? and coalesce(r.number, 0) < v.number""", GuidelineReading::unread, labeler, version);
    }

    private static Unread unread(Sql.Cells c) throws SQLException {
        int read = (int) c.number("read");
        Rules.News news =
                read == 0 ? Rules.News.NONE : Rules.of(c.text("markdown")).since(Rules.of(c.text("read_markdown")));
        return new Unread(c.text("slug"), c.text("kind"), (int) c.number("number"), c.text("note"), read, news);
    }

    /** Confirming again changes nothing: what counts is when it was first read. */
    void confirm(UUID version, UUID labeler, Instant now) {
        sql.run(
                "insert into guideline_acknowledged (labeler_id, version_id, at) values (?, ?, ?) on conflict do nothing",
                labeler,
                version,
                now);
    }
}
