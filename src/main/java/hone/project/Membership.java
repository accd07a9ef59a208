package hone.project;

import hone.audit.Audit;
import hone.labeler.Labeler;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Typed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Adds people to a project and removes them, by their user names. Both are idempotent. */
@ApplicationScoped
public class Membership {
    private static final int NAME_CHARACTERS_MAX = 100;

    private final Labeler.Repo labelers;
    private final Member.Repo members;
    private final Audit audit;
    private final Event<MemberRemoved> removed;
    private final Groups groups;

    Membership(Labeler.Repo labelers, Member.Repo members, Audit audit, Event<MemberRemoved> removed, Groups groups) {
        this.labelers = labelers;
        this.members = members;
        this.audit = audit;
        this.removed = removed;
        this.groups = groups;
    }

    /** @throws Invalid if this is not a user name; the identity provider keeps them in lower case */
    public static String username(String typed) {
        String name = Typed.line(typed).toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > NAME_CHARACTERS_MAX || name.contains(" ")) {
            throw Invalid.field(
                    "username", "A user name as it is typed at sign-in: 1 to 100 characters without blanks.");
        }
        return name;
    }

    /** Works before the first sign-in: a row then waits under the name. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(Project project, String username, UUID by, Instant now) {
        Labeler labeler = labelers.known(username, now);
        if (members.add(Member.of(project.id, labeler.id, by, now))) {
            note("member.added", project, labeler, by, now);
        }
    }

    /** @throws NotFound if nobody has this name */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(Project project, String username, UUID by, Instant now) {
        Labeler labeler = labelers.byUsername(username).orElseThrow(() -> new NotFound("member " + username));
        if (members.deleteById(new Member.Key(project.id, labeler.id))) {
            groups.leave(project.id, labeler.id);
            note("member.removed", project, labeler, by, now);
            removed.fire(new MemberRemoved(project.id, labeler.id));
        }
    }

    private void note(String action, Project project, Labeler labeler, UUID by, Instant now) {
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                action,
                labeler.id.toString(),
                Map.of("username", labeler.username),
                now);
    }
}
