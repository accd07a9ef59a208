package hone.guideline;

import hone.web.Sql;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The text that will be the next version. Each guideline has one; its revision tells a second writer that they come too late. */
@Entity
@Table(name = "guideline_draft")
class GuidelineDraft {
    @Id
    @Column(name = "guideline_id")
    UUID guidelineId;

    String markdown;

    @Column(name = "base_number")
    int baseNumber;

    String origin;

    /** Null: the shipped file. */
    @Column(name = "edited_by")
    @Nullable
    UUID editedBy;

    @Column(name = "edited_at")
    Instant editedAt;

    int revision;

    boolean fromFile() {
        return origin.equals("file");
    }

    /** Each statement names the revision it replaces, so that what another person saved meanwhile is never overwritten. */
    @ApplicationScoped
    static class Repo implements PanacheRepositoryBase<GuidelineDraft, UUID> {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /**
         * @param revision of the draft that the text was based on; 0 when there was none
         * @return whether it was still that revision
         */
        boolean save(UUID guideline, String markdown, int baseNumber, int revision, UUID by, Instant now) {
            flush();
            int changed = revision == 0
                    ? sql.run("""
                            insert into guideline_draft (guideline_id, markdown, base_number, origin, edited_by, edited_at, revision)
                            select g.guideline_id, ?, g.newest, 'person', ?, ?, 1
                            from (select guideline_id, max(number) as newest from guideline_version
                                  where guideline_id = ? group by guideline_id) g
                            where g.newest = ?
                            on conflict (guideline_id) do nothing""", markdown, by, now, guideline, baseNumber)
                    : sql.run("""
                            update guideline_draft set markdown = ?, origin = 'person', edited_by = ?, edited_at = ?,
                              revision = revision + 1
                            where guideline_id = ? and base_number = ? and revision = ?""", markdown, by, now, guideline, baseNumber, revision);
            return changed == 1;
        }

        /** Stores the shipped file, replacing an earlier one that nobody has edited. */
        void putFile(UUID guideline, String markdown, int baseNumber, Instant now) {
            flush(); // the guideline may be as new as its file
            sql.run("""
                    insert into guideline_draft (guideline_id, markdown, base_number, origin, edited_at, revision)
                    values (?, ?, ?, 'file', ?, 1)
                    on conflict (guideline_id) do update set markdown = excluded.markdown,
                      base_number = excluded.base_number, edited_at = excluded.edited_at,
                      revision = guideline_draft.revision + 1
                    where guideline_draft.origin = 'file'""", guideline, markdown, baseNumber, now);
        }

        /** @return whether the draft was still at that revision and is now deleted */
        boolean take(UUID guideline, int baseNumber, int revision) {
            return delete("guidelineId = ?1 and baseNumber = ?2 and revision = ?3", guideline, baseNumber, revision)
                    == 1;
        }
    }
}
