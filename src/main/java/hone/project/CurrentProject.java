package hone.project;

import hone.labeler.Role;
import hone.labeler.ServiceAccount;
import hone.labeler.SignedIn;
import hone.web.NotFound;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The project that a request is about: looked up together with the person's membership in one query, so a stranger gets 404. */
@Named("here")
@RequestScoped
public class CurrentProject {
    private final SignedIn me;
    private final Project.Repo projects;
    private @Nullable Project project;

    CurrentProject(SignedIn me, Project.Repo projects) {
        this.me = me;
        this.projects = projects;
    }

    public Project enter(String slug) {
        Project found = projects.visible(slug, me.id(), sight());
        if (only().filter(id -> !id.equals(found.id)).isPresent()) {
            throw new NotFound("project " + slug);
        }
        project = found;
        return found;
    }

    /** The only project that the token in use is valid for; empty if it is valid for all. */
    public Optional<UUID> only() {
        return me.account().flatMap(ServiceAccount::project);
    }

    public Project.Sight sight() {
        return me.has(Role.ADMIN) || me.has(Role.PROGRAM) || me.account().isPresent()
                ? Project.Sight.ALL
                : Project.Sight.OWN;
    }

    /** For templates: {@code inject:here.inside}. */
    public boolean isInside() {
        return project != null;
    }

    public String getName() {
        return entered().map(p -> p.name).orElse("");
    }

    public String getSlug() {
        return entered().map(p -> p.slug).orElse("");
    }

    /** Which project's navigation to show. */
    public Optional<Project> entered() {
        return Optional.ofNullable(project);
    }
}
