package hone.guideline;

import hone.kind.WorkKind;
import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.NotFound;
import hone.web.TextLimits;
import hone.web.Typed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Writing the next version of a guideline: draft, preview, publish. A draft names the revision it replaces, so nobody's text is
 * overwritten.
 */
@Path("/p/{slug}/guidelines/{kind}")
@RolesAllowed(Role.ADMIN)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class EditGuidelineResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final GuidelineDraft.Repo drafts;
    private final Labeler.Repo labelers;
    private final PublishGuideline publishing;

    EditGuidelineResource(
            SignedIn me,
            CurrentProject here,
            Guideline.Repo guidelines,
            GuidelineVersion.Repo versions,
            GuidelineDraft.Repo drafts,
            Labeler.Repo labelers,
            PublishGuideline publishing) {
        this.me = me;
        this.here = here;
        this.guidelines = guidelines;
        this.versions = versions;
        this.drafts = drafts;
        this.labelers = labelers;
        this.publishing = publishing;
    }

    /** What the editor sends, whichever button was pressed. */
    public static class Form {
        @RestForm
        public @Nullable String markdown;

        @RestForm
        public @Nullable String note;

        @RestForm
        public @Nullable String revision;

        @RestForm
        public @Nullable String base;

        String text() {
            return Typed.text(markdown);
        }

        int revisionNumber() {
            return Typed.whole(revision, 0, 1_000_000).orElse(0);
        }

        int baseNumber() {
            return Typed.whole(base, 1, 1_000_000).orElse(0);
        }
    }

    @GET
    @Path("edit")
    public TemplateInstance edit(String slug, String kind, @RestQuery Optional<String> saved) {
        Guideline guideline = guideline(slug, kind);
        GuidelineVersion published = versions.history(guideline.id).getFirst();
        Optional<GuidelineDraft> draft = drafts.findByIdOptional(guideline.id);
        String markdown = draft.map(d -> d.markdown).orElse(published.markdown);
        return GuidelinePages.edit(
                new GuidelinePages.Editing(
                        guideline.kind,
                        published.number,
                        draft.map(d -> d.revision).orElse(0),
                        markdown,
                        "",
                        TextChanges.between(published.markdown, markdown),
                        draft.map(d -> new GuidelinePages.Draft(d.fromFile(), name(d.editedBy), d.editedAt)),
                        saved.isPresent(),
                        null),
                Complaints.NONE);
    }

    /** The text as labelers will see it; swapped in while the author types. */
    @POST
    @Path("preview")
    public TemplateInstance preview(String slug, String kind, @BeanParam Form form) {
        guideline(slug, kind);
        String text = form.text();
        return GuidelinePages.text(Rules.of(text.substring(0, Math.min(text.length(), TextLimits.GUIDELINE))));
    }

    @POST
    @Path("edit")
    public Response save(String slug, String kind, @BeanParam Form form) {
        Guideline guideline = guideline(slug, kind);
        Complaints complaints = GuidelineText.complaintsAboutDraft(form.text());
        if (complaints.any()) {
            return again(400, guideline, form, complaints);
        }
        return inOneStep(slug, guideline, form, "/edit?saved=yes", () -> save(guideline, form, Instant.now()));
    }

    @POST
    @Path("publish")
    public Response publish(String slug, String kind, @BeanParam Form form) {
        Guideline guideline = guideline(slug, kind);
        String note = Typed.line(form.note);
        Complaints complaints = GuidelineText.complaintsAboutVersion(
                guideline.kind,
                form.text(),
                note,
                versions.history(guideline.id).getFirst().markdown);
        if (complaints.any()) {
            return again(400, guideline, form, complaints);
        }
        return inOneStep(slug, guideline, form, "", () -> {
            Instant now = Instant.now();
            int base = form.baseNumber();
            if (!save(guideline, form, now) || !drafts.take(guideline.id, base, form.revisionNumber() + 1)) {
                return false;
            }
            publishing.version(guideline, base + 1, form.text(), note, me.id(), now);
            return true;
        });
    }

    /** Discards the draft; the published text stays. If two people do so at the same time, the second finds it gone. */
    @POST
    @Path("discard")
    public Response discard(String slug, String kind, @BeanParam Form form) {
        Guideline guideline = guideline(slug, kind);
        return inOneStep(
                slug,
                guideline,
                form,
                "",
                () -> drafts.take(guideline.id, form.baseNumber(), form.revisionNumber())
                        || drafts.findByIdOptional(guideline.id).isEmpty());
    }

    private boolean save(Guideline guideline, Form form, Instant now) {
        return drafts.save(guideline.id, form.text(), form.baseNumber(), form.revisionNumber(), me.id(), now);
    }

    /** Runs a change that reports whether the draft was still the one that the page showed; if not, nothing is written. */
    private Response inOneStep(String slug, Guideline guideline, Form form, String then, BooleanSupplier change) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                guidelines.hold(guideline.id);
                if (!change.getAsBoolean()) {
                    throw new Late();
                }
            });
        } catch (Late e) {
            return again(409, guideline, form, Complaints.NONE);
        }
        return Response.seeOther(URI.create("/p/" + slug + "/guidelines/" + guideline.kind + then))
                .build();
    }

    /** The draft is not the one that the page showed: rolls everything back. */
    private static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1;

        Late() {
            super("the draft has changed", null, false, false);
        }
    }

    /** The editor once more with the text that was typed; on a conflict also with what somebody else has changed meanwhile. */
    private Response again(int status, Guideline guideline, Form form, Complaints complaints) {
        String mine = form.text();
        GuidelineVersion published = versions.history(guideline.id).getFirst();
        Optional<GuidelineDraft> draft = drafts.findByIdOptional(guideline.id);
        boolean late = status == 409;
        GuidelinePages.Other other = late
                ? draft.map(d -> new GuidelinePages.Other(
                                name(d.editedBy), d.editedAt, false, d.markdown, TextChanges.between(d.markdown, mine)))
                        .orElseGet(() -> new GuidelinePages.Other(
                                name(published.publishedBy),
                                published.publishedAt,
                                true,
                                published.markdown,
                                TextChanges.between(published.markdown, mine)))
                : null;
        GuidelinePages.Editing editing = new GuidelinePages.Editing(
                guideline.kind,
                late ? published.number : form.baseNumber(),
                late ? draft.map(d -> d.revision).orElse(0) : form.revisionNumber(),
                mine,
                Typed.line(form.note),
                complaints.about("markdown")
                        ? new TextChanges(java.util.List.of())
                        : TextChanges.between(published.markdown, mine),
                Optional.empty(),
                false,
                other);
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(GuidelinePages.edit(editing, complaints))
                .build();
    }

    private Guideline guideline(String slug, String kind) {
        Project project = here.enter(slug);
        return WorkKind.named(kind)
                .flatMap(known -> guidelines.of(project.id, known))
                .orElseThrow(() -> new NotFound("guideline " + kind));
    }

    private String name(@Nullable UUID labeler) {
        return Optional.ofNullable(labeler)
                .flatMap(labelers::findByIdOptional)
                .map(l -> l.displayName)
                .orElse("");
    }
}
