package hone.project;

import hone.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Creates a project together with what every project has, such as the shipped guidelines, whose owner listens for it. */
@ApplicationScoped
public class CreateProject {
    private final Project.Repo projects;
    private final Member.Repo members;
    private final Audit audit;
    private final Event<ProjectCreated> created;

    CreateProject(Project.Repo projects, Member.Repo members, Audit audit, Event<ProjectCreated> created) {
        this.projects = projects;
        this.members = members;
        this.audit = audit;
        this.created = created;
    }

    /** Its creator becomes its first member. A second project with the same slug fails on the unique index. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void create(Project project, Instant now) {
        projects.persist(project);
        if (project.createdBy != null) {
            members.persist(Member.of(project.id, project.createdBy, project.createdBy, now));
        }
        projects.flush();
        audit.note(
                Optional.ofNullable(project.createdBy),
                Optional.of(project.id),
                "project.created",
                project.id.toString(),
                Map.of("name", project.name, "slug", project.slug),
                now);
        created.fire(new ProjectCreated(project.id, project.guidelineSet));
    }
}
