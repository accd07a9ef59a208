package hone.guideline;

import hone.kind.WorkKind;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A published text. It never changes, because judgments refer to it for ever. */
@Entity
@Table(name = "guideline_version")
public class GuidelineVersion {
    @Id
    public UUID id;

    @Column(name = "guideline_id")
    public UUID guidelineId;

    public int number;
    public String markdown;
    public String note;

    /** Null: the shipped file. */
    @Column(name = "published_by")
    public @Nullable UUID publishedBy;

    @Column(name = "published_at")
    public Instant publishedAt;

    public static GuidelineVersion of(
            UUID guideline, int number, String markdown, String note, @Nullable UUID by, Instant now) {
        GuidelineVersion version = new GuidelineVersion();
        version.id = Uuid7.next();
        version.guidelineId = guideline;
        version.number = number;
        version.markdown = markdown;
        version.note = note;
        version.publishedBy = by;
        version.publishedAt = now;
        return version;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<GuidelineVersion, UUID> {
        /** The version in force, for work handed out in a project. */
        public Optional<GuidelineVersion> newest(UUID project, WorkKind kind) {
            return find(
                            "guidelineId = (select g.id from Guideline g where g.projectId = ?1 and g.kind = ?2) order by number desc",
                            project,
                            kind)
                    .firstResultOptional();
        }

        public List<GuidelineVersion> history(UUID guideline) {
            return list("guidelineId = ?1 order by number desc", guideline);
        }
    }
}
