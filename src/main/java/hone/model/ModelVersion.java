package hone.model;

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

/** A finished checkpoint that can be sampled from or trained on, addressed by the sha256 of its manifest. */
@Entity
@Table(name = "model_version")
public class ModelVersion {
    @Id
    public UUID id;

    /** Null: a base model that every project may start from. */
    @Column(name = "project_id")
    public @Nullable UUID projectId;

    public String name;

    /** {@code policy} or {@code reward}. */
    public String kind;

    public String sha256;

    @Column(name = "parent_id")
    public @Nullable UUID parentId;

    @Column(name = "run_id")
    public @Nullable UUID runId;

    @Column(name = "chat_template")
    public String chatTemplate;

    @Column(name = "created_at")
    public Instant createdAt;

    public static ModelVersion base(String name, String sha256, String chatTemplate, Instant now) {
        ModelVersion model = new ModelVersion();
        model.id = Uuid7.next();
        model.name = name;
        model.kind = "policy";
        model.sha256 = sha256;
        model.chatTemplate = chatTemplate;
        model.createdAt = now;
        return model;
    }

    public static ModelVersion trained(
            UUID project,
            String name,
            String kind,
            String sha256,
            UUID parent,
            UUID run,
            String chatTemplate,
            Instant now) {
        ModelVersion model = base(name, sha256, chatTemplate, now);
        model.projectId = project;
        model.kind = kind;
        model.parentId = parent;
        model.runId = run;
        return model;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<ModelVersion, UUID> {
        /** The project's own and the base models, newest first. */
        public List<ModelVersion> of(UUID project) {
            return list("projectId = ?1 or projectId is null order by id desc", project);
        }

        /** By its name: one of the project, else a base model. */
        public Optional<ModelVersion> named(UUID project, String name) {
            if (name.indexOf('\0') >= 0) {
                return Optional.empty(); // PostgreSQL's text can't hold this character, so no name has it.
            }
            return find(
                            "(projectId = ?1 or projectId is null) and name = ?2 order by projectId nulls last",
                            project,
                            name)
                    .firstResultOptional();
        }

        /** The model that a finished run produced. */
        public Optional<ModelVersion> madeBy(UUID run) {
            return find("runId", run).firstResultOptional();
        }

        public Optional<ModelVersion> newestBase() {
            return find("projectId is null and kind = 'policy' order by id desc")
                    .firstResultOptional();
        }

        /** The base model at the root of this one's lineage. */
        public ModelVersion root(ModelVersion model) {
            ModelVersion root = model;
            while (root.parentId != null) {
                root = findById(root.parentId);
            }
            return root;
        }

        public Optional<ModelVersion> byHash(@Nullable UUID project, String sha256) {
            return project == null
                    ? find("projectId is null and sha256 = ?1", sha256).firstResultOptional()
                    : find("(projectId = ?1 or projectId is null) and sha256 = ?2", project, sha256)
                            .firstResultOptional();
        }
    }
}
