package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.labeler.Role;
import hone.labeler.ServiceAccount;
import hone.labeler.SignedIn;
import hone.project.Project;
import hone.token.Scope;
import hone.web.Described;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller’s own account: the first request of a new client. */
@Path("/api/v1/me")
@Authenticated
@RunOnVirtualThread
@Tag(name = "Account")
class MeApi {
    private final SignedIn me;
    private final SecurityIdentity identity;
    private final Project.Repo projects;

    MeApi(SignedIn me, SecurityIdentity identity, Project.Repo projects) {
        this.me = me;
        this.identity = identity;
        this.projects = projects;
    }

    /** The account behind the token. */
    @Schema(name = "Me")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Me(
            @Schema(
                    description = "The `labelerId` of its judgments.",
                    examples = "0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55")
            UUID id,

            @Schema(examples = "account-2a9d1b7c3e55") String username,
            @Schema(examples = "Nightly import") String name,

            @Schema(description = "What the token allows.", examples = "[\"datasets:write\", \"datasets:read\"]")
            List<String> scopes,

            @Schema(
                    description =
                            "Roles of a person, or of an account of the identity provider; empty for Hone’s own tokens.")
            List<String> roles,

            @Schema(
                    description = "The only project that the token is valid for; absent if it is valid for all.",
                    examples = "kind-endings")
            Optional<String> project) {}

    @GET
    @Produces(Shapes.JSON)
    @Operation(
            operationId = "getMe",
            summary = "Get the current account",
            description = "The account behind the token, and what the token allows.")
    public Me get() {
        Optional<String> project = me.account()
                .flatMap(ServiceAccount::project)
                .flatMap(projects::findByIdOptional)
                .map(p -> p.slug);
        return new Me(
                me.id(),
                me.getLabeler().username,
                me.getLabeler().displayName,
                Scope.all().stream()
                        .map(Described::name)
                        .filter(identity::hasRole)
                        .toList(),
                Stream.of(Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM)
                        .filter(identity::hasRole)
                        .toList(),
                project);
    }
}
