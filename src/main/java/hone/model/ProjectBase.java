package hone.model;

import hone.audit.Audit;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The base model that a project's rounds begin from. Where nobody chose one, it is the one at the root of the current model's
 * lineage, or the newest; choosing another one changes no model that is there, and the next round begins from it.
 */
@ApplicationScoped
public class ProjectBase {
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final Audit audit;
    private final Sql sql;

    ProjectBase(ModelVersion.Repo models, CurrentModel.Repo current, Audit audit, Sql sql) {
        this.models = models;
        this.current = current;
        this.audit = audit;
        this.sql = sql;
    }

    /** Empty in a Hone without any model. */
    public Optional<ModelVersion> of(UUID project) {
        return chosen(project)
                .or(() -> current.of(project).map(now -> models.root(models.findById(now.modelVersionId))))
                .or(models::newestBase);
    }

    /** The one that somebody chose. */
    public Optional<ModelVersion> chosen(UUID project) {
        return sql.first(
                        "select model_version_id from project_base where project_id = ? order by sequence desc limit 1",
                        c -> c.id("model_version_id"),
                        project)
                .map(models::findById);
    }

    /** @throws Conflict if it is no base model, or the project's base already */
    @Transactional(Transactional.TxType.MANDATORY)
    public void choose(Project project, ModelVersion model, UUID by, Instant now) {
        if (model.projectId != null || !model.kind.equals("policy")) {
            throw new Conflict(model.name + " is no base model: it was trained here. Rounds begin from a base model, "
                    + "and learn from all judgments. Nothing was changed.");
        }
        if (chosen(project.id).filter(one -> one.id.equals(model.id)).isPresent()) {
            throw new Conflict(model.name + " is the base of this project already. Nothing was changed.");
        }
        models.flush();
        sql.run(
                "insert into project_base (project_id, model_version_id, made_by, made_at) values (?, ?, ?, ?)",
                project.id,
                model.id,
                by,
                now);
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                "project.base-chosen",
                model.id.toString(),
                Map.of("name", model.name, "sha256", model.sha256),
                now);
    }
}
