package hone.quizzes;

import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.quiz.Feedback;
import hone.quiz.Quiz;
import hone.quiz.Quizzes;
import hone.task.Blind;
import hone.task.GoldTasks;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Admins say whether a quiz has to be passed before there is work, of which gold tasks it consists and what passes. */
@Path("/p/{slug}/quiz")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class QuizSettingsResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final Quizzes quizzes;
    private final Pickable.Query pickable;

    QuizSettingsResource(SignedIn me, CurrentProject here, Blind blind, Quizzes quizzes, Pickable.Query pickable) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.quizzes = quizzes;
        this.pickable = pickable;
    }

    @CheckedTemplate(basePath = "quizzes")
    static class Templates {
        static native TemplateInstance settings(List<Shown> quizzes, String notice);
    }

    /**
     * The form of one kind.
     *
     * @param stored whether it is required now
     * @param tasks that its reader may see
     * @param hidden how many are picked that its reader may not see, because they may be asked of them
     * @param gold how many gold tasks of the kind there are
     */
    record Shown(QuizForm form, boolean stored, List<Pickable> tasks, int hidden, long gold, Complaints complaints) {
        public String error(String field) {
            return complaints.sentence(field);
        }

        public boolean picks(Pickable task) {
            return form.picked().contains(task.id().toString());
        }

        public boolean isTooFew() {
            return gold < Quiz.TASKS.min();
        }

        /** It is required, and nobody can take it: tasks of it were deleted. */
        public boolean isBroken() {
            return stored && form.picked().size() < Quiz.TASKS.min() && !complaints.any();
        }

        public List<Feedback> feedbacks() {
            return List.of(Feedback.values());
        }

        public int min() {
            return Quiz.TASKS.min();
        }

        public int max() {
            return Quiz.TASKS.max();
        }
    }

    @GET
    public Response page(String slug, @RestQuery @Nullable String notice) {
        Project project = here.enter(slug);
        return page(200, project, Optional.empty(), Complaints.NONE, "saved".equals(notice) ? "saved" : "");
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response save(String slug) {
        Project project = here.enter(slug);
        Map<String, List<String>> fields = SentFields.all();
        WorkKind kind = WorkKind.named(
                        Typed.line(fields.getOrDefault("kind", List.of("")).getFirst()))
                .filter(GoldTasks.KINDS::contains)
                .orElseThrow(
                        () -> Invalid.field("kind", "There is no quiz of this kind of work. Nothing was changed."));
        QuizForm form = QuizForm.sent(kind, fields);
        Complaints.Collector complaints = new Complaints.Collector();
        Quiz quiz = form.quiz(project.id, complaints);
        List<UUID> tasks = tasks(form, project, complaints);
        if (complaints.complaints().any()) {
            return page(400, project, Optional.of(form), complaints.complaints(), "");
        }
        quizzes.store(quiz, tasks, me.id(), Instant.now());
        return Response.seeOther(URI.create("/p/" + slug + "/quiz?notice=saved"))
                .build();
    }

    /** What was picked; what its reader may not see stays as it is. */
    private List<UUID> tasks(QuizForm form, Project project, Complaints.Collector complaints) {
        Set<UUID> seen = pickable.of(project.id, form.kind(), blind.judge()).stream()
                .map(Pickable::id)
                .collect(Collectors.toSet());
        List<UUID> picked = seen.stream()
                .filter(id -> form.picked().contains(id.toString()))
                .toList();
        if (picked.size() < form.picked().size()) {
            complaints.add(
                    "task", "One of these tasks is gold no more, so nothing was changed. The list is as it is now.");
        }
        List<UUID> tasks = Stream.concat(
                        picked.stream(),
                        quizzes.tasks(project.id, form.kind()).stream().filter(id -> !seen.contains(id)))
                .toList();
        boolean enough = tasks.size() >= Quiz.TASKS.min() || !form.required();
        if (!enough || tasks.size() > Quiz.TASKS.max()) {
            complaints.add(
                    "task",
                    "Pick " + Quiz.TASKS.min() + " to " + Quiz.TASKS.max() + " tasks; these are " + tasks.size()
                            + ". Nothing was changed.");
        }
        return tasks;
    }

    private Response page(
            int status, Project project, Optional<QuizForm> refused, Complaints complaints, String notice) {
        List<Shown> shown = GoldTasks.KINDS.stream()
                .map(kind -> shown(
                        project,
                        kind,
                        refused.filter(form -> form.kind() == kind),
                        refused.isPresent() ? complaints : Complaints.NONE))
                .toList();
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.settings(shown, notice).render())
                .build();
    }

    private Shown shown(Project project, WorkKind kind, Optional<QuizForm> refused, Complaints complaints) {
        Optional<Quiz> quiz = quizzes.of(project.id, kind);
        List<UUID> tasks = quizzes.tasks(project.id, kind);
        List<Pickable> seen = pickable.of(project.id, kind, blind.judge());
        Set<UUID> ids = seen.stream().map(Pickable::id).collect(Collectors.toSet());
        return new Shown(
                refused.orElseGet(() -> QuizForm.of(quiz.orElseGet(() -> Quiz.proposed(project.id, kind)), tasks)),
                quiz.filter(Quiz::required).isPresent(),
                seen,
                (int) tasks.stream().filter(id -> !ids.contains(id)).count(),
                pickable.count(project.id, kind),
                refused.isPresent() ? complaints : Complaints.NONE);
    }
}
