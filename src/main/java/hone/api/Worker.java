package hone.api;

import hone.labeler.Labeler;
import hone.labeler.SignedIn;
import hone.project.Member;
import hone.project.Project;
import hone.review.Reviewer;
import hone.task.Assignment;
import hone.task.Blind;
import hone.token.Scope;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Refused;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Determines the labeler or reviewer of an API request: the service account itself, or a member on whose behalf it works. The judgment
 * is then the member's, and the assignment records the account; of a decision about judgments the audit does.
 */
@RequestScoped
class Worker {
    static final String ON_BEHALF_OF = "Hone-On-Behalf-Of";

    private final SignedIn me;
    private final Labeler.Repo labelers;
    private final Member.Repo members;
    private final Blind blind;

    Worker(SignedIn me, Labeler.Repo labelers, Member.Repo members, Blind blind) {
        this.me = me;
        this.labelers = labelers;
        this.members = members;
        this.blind = blind;
    }

    /**
     * @param through the account that works for somebody else; empty for its own work
     */
    record Who(UUID labeler, Optional<UUID> through) {}

    /** @param username the header; null for the account's own work */
    Who of(@Nullable String username) {
        return of(username, Scope.TASKS_DELEGATE);
    }

    private Who of(@Nullable String username, String scope) {
        if (username == null || username.isBlank()) {
            return new Who(me.id(), Optional.empty());
        }
        if (!me.has(scope)) {
            throw new Refused(403, "Not allowed", "Working on behalf of people needs the scope " + scope + ".");
        }
        Labeler person = labelers.byUsername(username.strip())
                .orElseThrow(() -> Invalid.field(ON_BEHALF_OF, "Nobody has this user name. Add the person first."));
        return new Who(person.id, Optional.of(me.id()));
    }

    /** Only for members of the project. */
    Who in(Project project, @Nullable String username) {
        return in(project, of(username));
    }

    /** Who reviews: only members of the project, and what they may still judge themselves is hidden from them. */
    Reviewer reviewing(Project project, @Nullable String username) {
        Who who = in(project, of(username, Scope.REVIEWS_DELEGATE));
        return who.through().isPresent()
                ? new Reviewer(who.labeler(), who.labeler(), who.through())
                : Reviewer.themselves(who.labeler(), blind.judge());
    }

    private Who in(Project project, Who who) {
        if (who.through().isPresent() && !members.includes(project.id, who.labeler())) {
            throw Invalid.field(ON_BEHALF_OF, "This person is not a member of the project. Add them first.");
        }
        return who;
    }

    /** To a token of one project, assignments of other projects do not exist. */
    Assignment seen(Assignment assignment) {
        Optional<UUID> only = me.account().flatMap(account -> account.project());
        if (only.filter(project -> !project.equals(assignment.project().id())).isPresent()) {
            throw new NotFound("assignment " + assignment.id());
        }
        return assignment;
    }
}
