package hone.webhook;

import hone.audit.Audit;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Described;
import hone.web.Invalid;
import hone.web.SentFields;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Webhooks: add, pause, rotate the secret, remove; and the delivery log with a way to retry. */
@Path("/webhooks")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class WebhookResource {
    private final SignedIn me;
    private final Webhook.Repo webhooks;
    private final Delivery.Repo deliveries;
    private final Project.Repo projects;
    private final Targets targets;
    private final TellWebhooks telling;
    private final Audit audit;

    WebhookResource(
            SignedIn me,
            Webhook.Repo webhooks,
            Delivery.Repo deliveries,
            Project.Repo projects,
            Targets targets,
            TellWebhooks telling,
            Audit audit) {
        this.me = me;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.projects = projects;
        this.targets = targets;
        this.telling = telling;
        this.audit = audit;
    }

    @CheckedTemplate(basePath = "webhook")
    static class Templates {
        static native TemplateInstance webhooks(Page page);

        static native TemplateInstance webhook(Webhook webhook, List<Delivery> deliveries, boolean failed);

        static native TemplateInstance delivery(
                Webhook webhook, Delivery delivery, String payload, List<Delivery.Attempt> attempts);
    }

    /** Everything that the list shows. */
    record Page(List<Webhook> webhooks, List<Project> projects, WebhookForm sent, Complaints complaints) {
        public List<Described> events() {
            return Event.ALL.stream().map(Event::described).toList();
        }
    }

    @GET
    public TemplateInstance list() {
        return page(WebhookForm.EMPTY, Complaints.NONE);
    }

    @POST
    public Response add() {
        WebhookForm sent = WebhookForm.of(SentFields.all());
        try {
            URI url = targets.checked(sent.url());
            refuseInward(url);
            UUID by = me.id();
            UUID id = QuarkusTransaction.requiringNew().call(() -> add(sent, url, by, Instant.now()));
            telling.forget();
            return see("/webhooks/" + id);
        } catch (Invalid e) {
            return Response.status(400)
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                    .entity(page(sent, Complaints.of(e)))
                    .build();
        }
    }

    /** Checked here so that the form can say so; each attempt checks again. */
    private void refuseInward(URI url) {
        try {
            targets.resolved(url);
        } catch (Targets.Refused e) {
            throw Invalid.field("url", String.valueOf(e.getMessage()));
        }
    }

    private UUID add(WebhookForm sent, URI url, UUID by, Instant now) {
        Complaints.Collector complaints = new Complaints.Collector();
        List<String> events = sent.known();
        if (events.isEmpty()) {
            complaints.add("events", "Choose at least one event.");
        }
        Optional<Project> project = sent.project().isEmpty() ? Optional.empty() : projects.named(sent.project());
        if (project.isEmpty() && !sent.project().isEmpty()) {
            complaints.add("project", "There is no such project. Choose one of the list.");
        }
        complaints.throwIfAny();
        UUID id = webhooks.add(url.toString(), project.map(p -> p.id), events, by, now);
        note("webhook.added", id, url.toString(), by, now);
        return id;
    }

    @GET
    @Path("{webhook}")
    public TemplateInstance one(UUID webhook) {
        return shown(webhooks.of(webhook));
    }

    private TemplateInstance shown(Webhook webhook) {
        return Templates.webhook(webhook, deliveries.newest(webhook.id()), deliveries.isAnyDead(webhook.id()));
    }

    @GET
    @Path("{webhook}/deliveries/{message}")
    public TemplateInstance delivery(UUID webhook, UUID message) {
        return Templates.delivery(
                webhooks.of(webhook),
                deliveries.of(webhook, message),
                deliveries.payload(message),
                deliveries.attempts(webhook, message));
    }

    @POST
    @Path("{webhook}/deliveries/{message}/again")
    public Response again(UUID webhook, UUID message) {
        deliveries.again(webhook, message, Instant.now());
        return see("/webhooks/" + webhook + "/deliveries/" + message);
    }

    /** Retries all failed deliveries at once, after the receiver was fixed. */
    @POST
    @Path("{webhook}/again")
    public Response allAgain(UUID webhook) {
        deliveries.allDeadAgain(webhooks.of(webhook).id(), Instant.now());
        return see("/webhooks/" + webhook);
    }

    @POST
    @Path("{webhook}/test")
    public Response test(UUID webhook) {
        Webhook tested = webhooks.of(webhook);
        Optional<Project> oldest = projects.find("order by createdAt").firstResultOptional();
        Optional<Project> project = tested.project().flatMap(projects::named).or(() -> oldest);
        if (project.isEmpty()) {
            throw new Conflict("There is no project yet. Create one first.");
        }
        deliveries.test(webhook, project.get().id, Instant.now());
        return see("/webhooks/" + webhook);
    }

    @POST
    @Path("{webhook}/secret")
    public Response newSecret(UUID webhook) {
        change(webhook, "webhook.secret-renewed", now -> webhooks.rotate(webhook, now));
        return see("/webhooks/" + webhook);
    }

    @POST
    @Path("{webhook}/pause")
    public Response pause(UUID webhook) {
        change(webhook, "webhook.paused", now -> webhooks.stop(webhook, Webhook.Repo.BY_HAND, now));
        return see("/webhooks/" + webhook);
    }

    @POST
    @Path("{webhook}/resume")
    public Response resume(UUID webhook) {
        change(webhook, "webhook.resumed", now -> webhooks.resume(webhook));
        return see("/webhooks/" + webhook);
    }

    @POST
    @Path("{webhook}/remove")
    public Response remove(UUID webhook) {
        change(webhook, "webhook.removed", now -> webhooks.remove(webhook));
        return see("/webhooks");
    }

    private void change(UUID webhook, String action, java.util.function.Consumer<Instant> change) {
        UUID by = me.id();
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = Instant.now();
            String url = webhooks.of(webhook).url();
            change.accept(now);
            note(action, webhook, url, by, now);
        });
        telling.forget();
    }

    private void note(String action, UUID webhook, String url, UUID by, Instant now) {
        audit.note(Optional.of(by), Optional.empty(), action, webhook.toString(), Map.of("url", url), now);
    }

    private TemplateInstance page(WebhookForm sent, Complaints complaints) {
        List<Project> all = projects.find("order by name").page(0, 500).list();
        return Templates.webhooks(new Page(webhooks.all(), all, sent, complaints));
    }

    private static Response see(String address) {
        return Response.seeOther(URI.create(address)).build();
    }
}
