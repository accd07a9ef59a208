package hone.tasks;

import hone.audit.Audit;
import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.score.AnswerScores;
import hone.task.Blind;
import hone.task.TaskMaker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** A project's tasks: which there are, what each is about, what was decided. Who decided is shown to reviewers and admins only. */
@Path("/p/{slug}/tasks")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class TasksResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Blind blind;
    private final TaskList tasks;
    private final WhyNow.Repo whyNow;
    private final AnswerScores scores;
    private final TaskMaker maker;
    private final Prompt.Repo prompts;
    private final Audit audit;

    TasksResource(
            SignedIn me,
            CurrentProject here,
            Blind blind,
            TaskList tasks,
            WhyNow.Repo whyNow,
            AnswerScores scores,
            TaskMaker maker,
            Prompt.Repo prompts,
            Audit audit) {
        this.me = me;
        this.here = here;
        this.blind = blind;
        this.tasks = tasks;
        this.whyNow = whyNow;
        this.scores = scores;
        this.maker = maker;
        this.prompts = prompts;
        this.audit = audit;
    }

    @GET
    public TemplateInstance list(
            String slug,
            @RestQuery Optional<String> kind,
            @RestQuery Optional<String> state,
            @RestQuery Optional<String> after) {
        Project project = here.enter(slug);
        // An unknown filter is ignored: a mistyped address still shows tasks.
        Optional<WorkKind> kindOrAll = kind.flatMap(WorkKind::named);
        String stateOrAll = state.flatMap(TaskState::named).map(TaskState::word).orElse("");
        Optional<UUID> from = after.flatMap(TasksResource::id);
        TaskList.Page page = tasks.page(project.id, kindOrAll, stateOrAll, from, blind);
        return TaskPages.tasks(new TaskPages.Listed(
                page.rows(),
                kindOrAll.map(WorkKind::wireName).orElse(""),
                stateOrAll,
                List.of(WorkKind.values()),
                List.of(TaskState.values()),
                page.next().map(UUID::toString).orElse(""),
                from.isEmpty()));
    }

    @GET
    @Path("{id}")
    public TemplateInstance task(String slug, UUID id) {
        Project project = here.enter(slug);
        TaskList.Row task = tasks.one(project.id, id, blind);
        boolean mayKnow = !blind.hides(id);
        List<TaskList.Given> answers = mayKnow ? tasks.answers(id) : List.of();
        UUID prompt = tasks.prompt(id);
        return TaskPages.task(
                task,
                prompts.findById(prompt),
                answers,
                mayKnow ? tasks.judgments(id, answers) : List.of(),
                mayKnow ? tasks.elsewhere(prompt, answers) : List.of(),
                mayKnow ? scores.ofTask(id) : List.of(),
                mayKnow ? Optional.of(whyNow.of(project.id, id, task.kind())) : Optional.empty());
    }

    @POST
    @Path("{id}/close")
    @RolesAllowed(Role.ADMIN)
    public Response close(String slug, UUID id) {
        Project project = here.enter(slug);
        TaskList.Row task = tasks.one(project.id, id, blind);
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> {
            if (maker.close(project.id, id, now)) {
                audit.note(
                        Optional.of(me.id()),
                        Optional.of(project.id),
                        "task.closed",
                        id.toString(),
                        Map.of("kind", task.kind().wireName()),
                        now);
            }
        });
        return Response.seeOther(URI.create("/p/" + slug + "/tasks/" + id)).build();
    }

    private static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
