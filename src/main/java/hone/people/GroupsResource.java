package hone.people;

import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Groups;
import hone.project.Membership;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Groups of a project's members, and which kinds of work go to them alone. */
@Path("/p/{slug}/groups")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class GroupsResource {
    private final SignedIn me;
    private final CurrentProject here;
    private final Groups groups;

    GroupsResource(SignedIn me, CurrentProject here, Groups groups) {
        this.me = me;
        this.here = here;
        this.groups = groups;
    }

    @CheckedTemplate(basePath = "people")
    static class Templates {
        static native TemplateInstance groups(Shown page);
    }

    /**
     * The page.
     *
     * @param about the id of the group whose form was refused; empty for the form of a new one
     * @param typed what was refused
     */
    record Shown(List<Groups.Group> groups, String about, String typed, Complaints complaints) {
        public List<WorkKind> kinds() {
            return Arrays.asList(WorkKind.values());
        }

        /** What deleting a group would mean for each kind of work that goes to it. */
        public List<Left> left(Groups.Group group) {
            return kinds().stream()
                    .filter(group::gets)
                    .map(kind -> new Left(
                            kind,
                            groups.stream()
                                    .filter(other ->
                                            other.gets(kind) && !other.id().equals(group.id()))
                                    .toList()))
                    .toList();
        }

        public boolean isAbout(Groups.Group group) {
            return about.equals(group.id().toString());
        }

        public boolean isAboutNew() {
            return about.isEmpty();
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /**
     * To whom a kind of work would go without a group.
     *
     * @param others groups that get it too; none for everybody
     */
    record Left(WorkKind kind, List<Groups.Group> others) {
        public boolean isForEverybody() {
            return others.isEmpty();
        }

        public boolean isForNobody() {
            return !others.isEmpty()
                    && others.stream().allMatch(group -> group.people().isEmpty());
        }

        public String names() {
            return others.stream().map(Groups.Group::name).collect(Collectors.joining(", "));
        }
    }

    @GET
    public Response list(String slug) {
        return page(200, here.enter(slug), "", "", Complaints.NONE);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response create(String slug, @RestForm @Nullable String name) {
        Project project = here.enter(slug);
        String typed = Typed.line(name);
        try {
            groups.create(project.id, typed, me.id(), Instant.now());
        } catch (Invalid refused) {
            return page(400, project, "", typed, Complaints.of(refused));
        }
        return back(slug);
    }

    /** Renames or deletes a group, or changes who is in it. */
    @POST
    @Path("{group}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(
            String slug,
            UUID group,
            @RestForm("do") @Nullable String chosen,
            @RestForm @Nullable String name,
            @RestForm @Nullable String username) {
        Project project = here.enter(slug);
        Instant now = Instant.now();
        String typed = Typed.line(chosen).equals("rename") ? Typed.line(name) : Typed.line(username);
        try {
            switch (Typed.line(chosen)) {
                case "rename" -> groups.rename(project.id, group, typed, me.id(), now);
                case "delete" -> groups.delete(project.id, group, me.id(), now);
                case "add" -> groups.add(project.id, group, Membership.username(typed), me.id(), now);
                case "remove" -> groups.remove(project.id, group, typed, me.id(), now);
                default -> throw new Conflict("Choose what to do with the group. Nothing was changed.");
            }
        } catch (Invalid refused) {
            return page(400, project, group.toString(), typed, Complaints.of(refused));
        }
        return back(slug);
    }

    /** @param work pairs of a kind and a group's id, with a colon between them */
    @POST
    @Path("work")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response give(String slug, @RestForm @Nullable List<String> work) {
        Project project = here.enter(slug);
        Map<WorkKind, Set<UUID>> given = new EnumMap<>(WorkKind.class);
        for (String pair : work == null ? List.<String>of() : work) {
            String[] parts = Typed.line(pair).split(":", 2);
            WorkKind kind = WorkKind.named(parts[0]).orElseThrow(GroupsResource::notThere);
            given.computeIfAbsent(kind, any -> new HashSet<>()).add(id(parts));
        }
        groups.give(project.id, given, me.id(), Instant.now());
        return back(slug);
    }

    private static UUID id(String[] parts) {
        try {
            return UUID.fromString(parts[parts.length - 1]);
        } catch (IllegalArgumentException e) {
            throw notThere();
        }
    }

    private static Conflict notThere() {
        return new Conflict("There is no such kind of work or no such group. Nothing was changed.");
    }

    private Response page(int status, Project project, String about, String typed, Complaints complaints) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(Templates.groups(new Shown(groups.of(project.id), about, typed, complaints))
                        .render())
                .build();
    }

    private static Response back(String slug) {
        return Response.seeOther(URI.create("/p/" + slug + "/groups")).build();
    }
}
