package hone.api;

import hone.export.TakeInProject;
import hone.export.TakenIn;
import hone.labeler.ArrivePeople.Names;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.token.Scope;
import hone.web.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whole projects that another Hone exported. */
@Path("/api/v1/archives")
@Produces(Shapes.JSON)
@RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.PROJECTS_WRITE})
@RunOnVirtualThread
@Tag(name = "Imports")
class ArchivesApi {
    private final SignedIn me;
    private final CurrentProject here;
    private final TakeInProject takeIn;

    ArchivesApi(SignedIn me, CurrentProject here, TakeInProject takeIn) {
        this.me = me;
        this.here = here;
        this.takeIn = takeIn;
    }

    /** The project that an archive brought. */
    @Schema(name = "ImportedProject")
    public record Taken(
            @Schema(examples = "kind-endings") String slug,
            @Schema(examples = "Kind endings") String name,

            @Schema(description = "0 if the project was there already.", examples = "4210")
            long rows,

            @Schema(examples = "1280") long judgments,

            @Schema(description = "What is worth knowing, such as another slug.")
            List<String> remarks) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "importArchive",
            summary = "Import a project",
            description =
                    "The archive from `exportProject` is the body. The project is imported with its ids, completely or not at all; "
                            + "the same archive again adds nothing.")
    @RequestBody(
            description = "The archive.",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponseSchema(value = Taken.class, responseCode = "200", responseDescription = "The project.")
    public Taken take(
            @QueryParam("sameNames")
                    @Parameter(
                            description =
                                    "User names mean the same people here as where the archive comes from. Without it, nobody here inherits the work of somebody else’s name.",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @Nullable
                    String sameNames,
            InputStream body) {
        if (here.only().isPresent()) {
            throw new Refused(403, "Not allowed", "This token is for one project; it can’t create others.");
        }
        Names names = Flag.isSet("sameNames", sameNames) ? Names.OF_HERE : Names.OF_ELSEWHERE;
        if (names == Names.OF_HERE && !me.has(Role.ADMIN) && !me.has(Role.PROGRAM) && !me.has(Scope.PEOPLE_WRITE)) {
            throw new Refused(
                    403,
                    "Not allowed",
                    "Giving work to the people here needs the scope " + Scope.PEOPLE_WRITE + " too.");
        }
        TakenIn taken = takeIn.read(body, names, Optional.of(me.id()));
        return new Taken(taken.slug(), taken.name(), taken.rows(), taken.judgments(), taken.remarks());
    }
}
