package hone.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One occasion on which a model was made current: who, when, why. A project's newest row counts; none is ever deleted. */
@Entity
@Table(name = "current_model")
public class CurrentModel {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long sequence;

    @Column(name = "project_id")
    public UUID projectId;

    @Column(name = "model_version_id")
    public UUID modelVersionId;

    /** Null: Hone itself, for a project's first model. */
    @Column(name = "made_by")
    public @Nullable UUID madeBy;

    @Column(name = "made_at")
    public Instant madeAt;

    public String why;

    public static CurrentModel of(UUID project, UUID model, @Nullable UUID by, String why, Instant now) {
        CurrentModel current = new CurrentModel();
        current.projectId = project;
        current.modelVersionId = model;
        current.madeBy = by;
        current.madeAt = now;
        current.why = why;
        return current;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<CurrentModel, Long> {
        public Optional<CurrentModel> of(UUID project) {
            return find("projectId = ?1 order by sequence desc", project).firstResultOptional();
        }

        public List<CurrentModel> history(UUID project) {
            return list("projectId = ?1 order by sequence desc", project);
        }
    }
}
