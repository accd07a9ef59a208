package hone.project;

import hone.audit.Audit;
import hone.web.Complaints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Changes a project's settings, all or none, and records the changes. */
@ApplicationScoped
public class ChangeProject {
    private final Project.Repo projects;
    private final WorkSettings.Repo askedWork;
    private final ProjectLock projectLock;
    private final Audit audit;

    ChangeProject(Project.Repo projects, WorkSettings.Repo askedWork, ProjectLock projectLock, Audit audit) {
        this.projects = projects;
        this.askedWork = askedWork;
        this.projectLock = projectLock;
        this.audit = audit;
    }

    /**
     * @param change computes the new settings from the current ones, which nobody else can change meanwhile
     * @throws hone.web.Invalid with a sentence for each invalid field
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public ProjectSettings change(UUID id, UnaryOperator<ProjectSettings> change, UUID by, Instant now) {
        projectLock.hold(id);
        Project project = projects.findById(id);
        projects.getEntityManager().refresh(project);
        ProjectSettings before = ProjectSettings.of(project, askedWork.of(id));
        ProjectSettings after = change.apply(before);
        Complaints.Collector complaints = new Complaints.Collector();
        after.check(complaints);
        complaints.throwIfAny();
        after.writeTo(project);
        askedWork.store(id, after.work());
        Map<String, String> changes = after.changesSince(before);
        if (!changes.isEmpty()) {
            audit.note(Optional.of(by), Optional.of(id), "project.changed", id.toString(), changes, now);
        }
        return after;
    }
}
