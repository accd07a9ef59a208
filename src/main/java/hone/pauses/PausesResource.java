package hone.pauses;

import hone.labeler.Labeler;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.pause.AnswerPause;
import hone.pause.Pause;
import hone.pause.PausePerson;
import hone.pause.PauseRules;
import hone.pause.Pauses;
import hone.pause.RuleSetting;
import hone.project.CurrentProject;
import hone.project.Membership;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Invalid;
import hone.web.SentFields;
import hone.web.Typed;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who is paused in a project and why, what they answered, and the rules that pause people: for admins. */
@Path("/p/{slug}/pauses")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class PausesResource {
    private static final List<String> NOTICES = List.of("rules", "paused", "lifted", "upheld");
    private static final String TOO_LONG = "At most %d characters; these are %d.";

    private final SignedIn me;
    private final CurrentProject here;
    private final Pauses pauses;
    private final PauseRules rules;
    private final PausePerson pausePerson;
    private final AnswerPause answerPause;
    private final Labeler.Repo labelers;

    PausesResource(
            SignedIn me,
            CurrentProject here,
            Pauses pauses,
            PauseRules rules,
            PausePerson pausePerson,
            AnswerPause answerPause,
            Labeler.Repo labelers) {
        this.me = me;
        this.here = here;
        this.pauses = pauses;
        this.rules = rules;
        this.pausePerson = pausePerson;
        this.answerPause = answerPause;
        this.labelers = labelers;
    }

    @CheckedTemplate(basePath = "pauses")
    static class Templates {
        static native TemplateInstance all(Shown page);
    }

    /**
     * What was typed and refused.
     *
     * @param about the id of the pause that was decided about; empty for the form that pauses somebody
     */
    record Refused(String about, String username, String reason, Complaints complaints) {
        static final Refused NOTHING = new Refused("", "", "", Complaints.NONE);
    }

    record Shown(RulesForm rules, List<Pause> active, boolean more, List<Pause> ended, Refused refused, String notice) {
        public String error(String field) {
            return refused.complaints().sentence(field);
        }

        public boolean isAbout(Pause pause) {
            return refused.about().equals(pause.id().toString());
        }

        public int newest() {
            return RuleSetting.NEWEST;
        }
    }

    /** @param username of somebody who is about to be paused */
    @GET
    public Response list(String slug, @RestQuery @Nullable String username, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return page(
                200,
                project,
                RulesForm.of(rules.of(project.id)),
                new Refused("", Typed.line(username), "", Complaints.NONE),
                notice != null && NOTICES.contains(notice) ? notice : "");
    }

    @POST
    @Path("rules")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response rules(String slug) {
        Project project = here.enter(slug);
        RulesForm form = RulesForm.sent(SentFields.all());
        Complaints.Collector complaints = new Complaints.Collector();
        List<RuleSetting> settings = form.settings(complaints);
        if (complaints.complaints().any()) {
            return page(400, project, form, new Refused("", "", "", complaints.complaints()), "");
        }
        rules.store(project.id, settings, me.id(), Instant.now());
        return back(slug, "rules");
    }

    /** Pauses somebody by hand. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response pause(String slug, @RestForm @Nullable String username, @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        String typed = Typed.line(username);
        String why = Typed.text(reason).strip();
        try {
            pause(project, typed, why);
        } catch (Invalid refused) {
            return page(
                    400,
                    project,
                    RulesForm.of(rules.of(project.id)),
                    new Refused("", typed, why, Complaints.of(refused)),
                    "");
        }
        return back(slug, "paused");
    }

    private void pause(Project project, String typed, String why) {
        String username = Membership.username(typed);
        if (why.isEmpty()) {
            throw Invalid.field("reason", "Write why: the person reads it.");
        }
        checkLength(why);
        UUID labeler =
                labelers.byUsername(username).map(found -> found.id).orElseThrow(() -> noMember(username, project));
        PausePerson.Outcome outcome =
                pausePerson.byHand(new PausePerson.Subject(project.id, labeler), why, me.id(), Instant.now());
        switch (outcome) {
            case PAUSED -> {}
            case ALREADY ->
                throw Invalid.field("username", username + " is paused already; that pause stays as it is.");
            case NO_MEMBER -> throw noMember(username, project);
        }
    }

    private static Invalid noMember(String username, Project project) {
        return Invalid.field("username", "Nobody called " + username + " is a member of " + project.name + ".");
    }

    /** Lifts a pause, or upholds it against an answer. */
    @POST
    @Path("{pause}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response decide(
            String slug, UUID pause, @RestForm("do") @Nullable String chosen, @RestForm @Nullable String reason) {
        Project project = here.enter(slug);
        String note = Typed.text(reason).strip();
        try {
            checkLength(note);
            switch (Typed.line(chosen)) {
                case "lift" -> answerPause.lift(project.id, pause, note, me.id(), Instant.now());
                case "uphold" -> {
                    if (note.isEmpty()) {
                        throw Invalid.field("reason", "Write why the pause stays: the person reads it.");
                    }
                    answerPause.uphold(project.id, pause, note, me.id(), Instant.now());
                }
                default -> throw Invalid.field("reason", "Choose what to do: lift the pause, or uphold it.");
            }
        } catch (Invalid refused) {
            return page(
                    400,
                    project,
                    RulesForm.of(rules.of(project.id)),
                    new Refused(pause.toString(), "", note, Complaints.of(refused)),
                    "");
        }
        return back(slug, Typed.line(chosen).equals("lift") ? "lifted" : "upheld");
    }

    private static void checkLength(String note) {
        if (note.length() > AnswerPause.CHARACTERS_MAX) {
            throw Invalid.field("reason", TOO_LONG.formatted(AnswerPause.CHARACTERS_MAX, note.length()));
        }
    }

    private Response page(int status, Project project, RulesForm form, Refused refused, String notice) {
        List<Pause> active = pauses.active(project.id);
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.all(new Shown(
                        form,
                        active.stream().limit(Pauses.ACTIVE_MAX).toList(),
                        active.size() > Pauses.ACTIVE_MAX,
                        pauses.ended(project.id),
                        refused,
                        notice)))
                .build();
    }

    private static Response back(String slug, String notice) {
        return Response.seeOther(URI.create("/p/" + slug + "/pauses?notice=" + notice))
                .build();
    }
}
