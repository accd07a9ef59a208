package hone.token;

import hone.audit.Audit;
import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Member;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Described;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.SentFields;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** API tokens: created by an admin, shown once, renewed and revoked. */
@Path("/tokens")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class TokenResource {
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final int DAYS_MAX = 3650;

    private final SignedIn me;
    private final AccessToken.Repo tokens;
    private final Labeler.Repo labelers;
    private final Project.Repo projects;
    private final Member.Repo members;
    private final Audit audit;

    TokenResource(
            SignedIn me,
            AccessToken.Repo tokens,
            Labeler.Repo labelers,
            Project.Repo projects,
            Member.Repo members,
            Audit audit) {
        this.me = me;
        this.tokens = tokens;
        this.labelers = labelers;
        this.projects = projects;
        this.members = members;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "token")
    static class Templates {
        static native TemplateInstance tokens(Page page);
    }

    /**
     * All that the page shows.
     *
     * @param made the token that was just created, shown only now; otherwise empty
     * @param sent what was typed into the form
     */
    record Page(
            List<AccessToken> tokens,
            List<Project> projects,
            Optional<Made> made,
            TokenForm sent,
            Complaints complaints) {
        public List<Described> scopes() {
            return Scope.all();
        }
    }

    /** A new token in clear text. */
    record Made(String name, String secret) {}

    @GET
    public TemplateInstance list() {
        return page(Optional.empty(), TokenForm.EMPTY, Complaints.NONE);
    }

    @POST
    public Response make() {
        TokenForm sent = TokenForm.of(SentFields.all());
        try {
            Made made = QuarkusTransaction.requiringNew().call(() -> make(sent, Instant.now()));
            return shown(200, page(Optional.of(made), TokenForm.EMPTY, Complaints.NONE));
        } catch (Invalid e) {
            return shown(400, page(Optional.empty(), sent, Complaints.of(e)));
        }
    }

    private Made make(TokenForm sent, Instant now) {
        Complaints.Collector complaints = new Complaints.Collector();
        if (sent.name().isEmpty() || sent.name().length() > NAME_CHARACTERS_MAX) {
            complaints.add("name", "Say in up to " + NAME_CHARACTERS_MAX + " characters what the token is for.");
        }
        List<String> scopes = sent.scopes().stream()
                .flatMap(scope -> Scope.named(scope).stream())
                .distinct()
                .toList();
        if (scopes.isEmpty()) {
            complaints.add("scopes", "Choose what the token may do.");
        }
        Optional<Project> project = sent.project().isEmpty() ? Optional.empty() : projects.named(sent.project());
        if (project.isEmpty() && !sent.project().isEmpty()) {
            complaints.add("project", "There is no such project. Choose one of the list.");
        }
        Optional<Integer> days = Typed.whole(sent.days(), 1, DAYS_MAX);
        if (days.isEmpty() && !sent.days().isEmpty()) {
            complaints.add("days", "A whole number of days from 1 to " + DAYS_MAX + ", or nothing for no expiry.");
        }
        complaints.throwIfAny();
        Labeler account = account(sent.name(), now);
        project.filter(p -> scopes.contains(Scope.TASKS_WORK))
                .ifPresent(p -> members.add(Member.of(p.id, account.id, me.id(), now)));
        TokenSecret secret = tokens.issue(
                new AccessToken.Wanted(
                        account.id,
                        project.map(p -> p.id),
                        scopes,
                        days.map(d -> now.plus(Duration.ofDays(d))),
                        me.id()),
                now);
        audit.note(
                Optional.of(me.id()),
                project.map(p -> p.id),
                "token.made",
                account.id.toString(),
                Map.of("name", sent.name(), "beginning", secret.beginning(), "scopes", scopes),
                now);
        return new Made(sent.name(), secret.text());
    }

    /** The user name contains the end of the id, so that two accounts may have the same name. */
    private Labeler account(String name, Instant now) {
        Labeler account = Labeler.account("", name, now);
        account.username = "account-" + account.id.toString().substring(24);
        labelers.persist(account);
        return account;
    }

    @POST
    @Path("{id}/renew")
    public Response renew(UUID id) {
        Made made = QuarkusTransaction.requiringNew().call(() -> {
            Instant now = Instant.now();
            TokenSecret secret = tokens.renew(id, me.id(), now);
            AccessToken renewed = named(id, now);
            note("token.renewed", renewed, now);
            return new Made(renewed.name(), secret.text());
        });
        return shown(200, page(Optional.of(made), TokenForm.EMPTY, Complaints.NONE));
    }

    @POST
    @Path("{id}/revoke")
    public Response revoke(UUID id) {
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = Instant.now();
            AccessToken token = named(id, now);
            // A second press of the button finds nothing left to do.
            if (tokens.revoke(id, me.id(), now)) {
                note("token.revoked", token, now);
            }
        });
        return Response.seeOther(URI.create("/tokens")).build();
    }

    private AccessToken named(UUID id, Instant now) {
        return tokens.newest(now).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("token " + id));
    }

    private void note(String action, AccessToken token, Instant now) {
        audit.note(
                Optional.of(me.id()),
                Optional.empty(),
                action,
                token.account().toString(),
                Map.of("name", token.name(), "beginning", token.beginning()),
                now);
    }

    private TemplateInstance page(Optional<Made> made, TokenForm sent, Complaints complaints) {
        List<Project> all = projects.find("order by name").page(0, 500).list();
        return Templates.tokens(new Page(tokens.newest(Instant.now()), all, made, sent, complaints));
    }

    private static Response shown(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Cache-Control", "no-store")
                .entity(page)
                .build();
    }
}
