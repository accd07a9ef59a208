package hone.guideline;

import hone.notice.Notice;
import hone.notice.Notices;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What labelers ask because the guideline does not say it, and what the guideline's authors answered. */
@ApplicationScoped
public class Questions {
    private final Sql sql;
    private final Notices notices;

    Questions(Sql sql, Notices notices) {
        this.sql = sql;
        this.notices = notices;
    }

    /** The same question about the same task is stored once. */
    public void ask(UUID version, UUID assignment, UUID labeler, String text, Instant now) {
        sql.run("""
                insert into guideline_question (id, version_id, assignment_id, labeler_id, text, asked_at)
                values (?, ?, ?, ?, ?, ?) on conflict (assignment_id, text) do nothing""", Uuid7.next(), version, assignment, labeler, text, now);
    }

    public long open(UUID project) {
        return sql.number("""
                select count(*) from guideline_question q join guideline_version v on v.id = q.version_id
                join guideline g on g.id = v.guideline_id where g.project_id = ? and q.answered_at is null""", project);
    }

    /**
     * Stores an answer, and tells whoever asked.
     *
     * @return whether there is such a question in the project; a second answer replaces the first
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean answer(UUID project, UUID question, UUID by, String answer, Instant now) {
        Optional<UUID> asker = sql.first("""
                update guideline_question q set answer = ?, answered_by = ?, answered_at = ?
                from guideline_version v join guideline g on g.id = v.guideline_id
                where v.id = q.version_id and g.project_id = ? and q.id = ? returning q.labeler_id""", c -> c.id("labeler_id"), answer, by, now, project, question);
        asker.filter(person -> !person.equals(by))
                .ifPresent(person -> notices.tell(project, Notice.What.ANSWERED, question, List.of(person), now));
        return asker.isPresent();
    }
}
