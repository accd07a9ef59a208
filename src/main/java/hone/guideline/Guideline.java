package hone.guideline;

import hone.kind.WorkKind;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One project's instructions for one kind of work. Their text is in its versions. */
@Entity
public class Guideline {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    public WorkKind kind;

    /** The shipped file as last seen; null when there is none. */
    @Column(name = "file_sha256")
    public @Nullable String fileSha256;

    public static Guideline of(UUID project, WorkKind kind) {
        Guideline guideline = new Guideline();
        guideline.id = Uuid7.next();
        guideline.projectId = project;
        guideline.kind = kind;
        return guideline;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Guideline, UUID> {
        public Optional<Guideline> of(UUID project, WorkKind kind) {
            return find("projectId = ?1 and kind = ?2", project, kind).firstResultOptional();
        }

        /**
         * Holds the guideline until the transaction ends: whoever saves, publishes or discards a draft waits for the one who
         * does so now, and then sees the result. A statement that itself had waited for the row would still decide by the state
         * before.
         */
        public void hold(UUID guideline) {
            findById(guideline, LockModeType.PESSIMISTIC_WRITE);
        }

        public List<Guideline> of(UUID project) {
            return list("projectId = ?1 order by kind", project);
        }
    }
}
