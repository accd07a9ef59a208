package hone.imports;

import hone.format.ReadOptions.UnreadFields;
import hone.imports.ImportChoices.Decided;
import hone.imports.ImportChoices.NearDuplicates;
import hone.imports.ImportChoices.Purpose;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.Invalid;
import hone.web.LabelersFirst;
import hone.web.Sql;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Imports a file that a program sends as the body, whatever its media type; the response is the report, preceded by lines of
 * progress for clients that accept JSON lines. Hanging up ends the import.
 */
@Path("api/projects/{slug}/import")
@RunOnVirtualThread
class ImportApi {
    private static final String LINES = "application/x-ndjson";

    private final SignedIn me;
    private final CurrentProject here;
    private final ImportPrompts prompts;
    private final ImportReports reports;
    private final KeptMapping mapping;
    private final ImportConfig config;
    private final LabelersFirst labelers;
    private final Sql sql;

    ImportApi(
            SignedIn me,
            CurrentProject here,
            ImportPrompts prompts,
            ImportReports reports,
            KeptMapping mapping,
            ImportConfig config,
            LabelersFirst labelers,
            Sql sql) {
        this.me = me;
        this.mapping = mapping;
        this.config = config;
        this.labelers = labelers;
        this.here = here;
        this.prompts = prompts;
        this.reports = reports;
        this.sql = sql;
    }

    /** The parameters of the address; flags are set by their presence. */
    static final class Asked {
        @RestQuery
        Optional<String> file = Optional.empty();

        /** By its name. */
        @RestQuery
        Optional<String> format = Optional.empty();

        /** {@code FIELD=USE}; may be repeated. */
        @RestQuery
        List<String> map = List.of();

        @RestQuery("keep-unknown")
        Optional<String> keepUnknown = Optional.empty();

        @RestQuery("skip-near-duplicates")
        Optional<String> skipNearDuplicates = Optional.empty();

        @RestQuery("ask-again")
        Optional<String> askAgain = Optional.empty();

        @RestQuery("dry-run")
        Optional<String> dryRun = Optional.empty();

        ImportChoices choices() {
            return new ImportChoices(
                    format,
                    ChoicesForm.mapping(map),
                    isSaid(keepUnknown) ? UnreadFields.KEEP : UnreadFields.REFUSE,
                    isSaid(skipNearDuplicates) ? NearDuplicates.SKIP : NearDuplicates.TAKE,
                    isSaid(askAgain) ? Decided.ASK_AGAIN : Decided.AS_DATA,
                    isSaid(dryRun) ? Purpose.DRY_RUN : Purpose.IMPORT);
        }

        private static boolean isSaid(Optional<String> flag) {
            return flag.isPresent() && !flag.get().equals("false");
        }
    }

    @POST
    @RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_WRITE})
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, LINES})
    public Response take(
            String slug,
            @BeanParam Asked asked,
            @HeaderParam("Accept") @Nullable String accept,
            @Context RoutingContext request,
            InputStream body)
            throws IOException {
        Project project = here.enter(slug);
        AtomicBoolean gone = new AtomicBoolean();
        ImportChoices choices = asked.choices();
        OpenedImport opened = prompts.open(
                project,
                SentFile.name(asked.file.orElse("")),
                SentFile.received(labelers.unhurried(body), config.fileMax().asLongValue()),
                Optional.of(me.id()),
                choices);
        if (choices.mapping().isPresent()) {
            mapping.keep(project.id, choices.uses(), Optional.of(me.id()));
        }
        request.addEndHandler(end -> gone.set(true));
        if (request.response().closed()) {
            gone.set(true); // the client hung up before there was a handler
        }
        if (accept != null && accept.contains(LINES)) {
            StreamingOutput told = out -> read(project, opened, new ImportLines(opened.id(), sql, out, gone));
            return Response.ok(told)
                    .type(LINES)
                    .header("Cache-Control", "no-store")
                    .header("X-Accel-Buffering", "no") // otherwise a proxy would buffer the lines
                    .build();
        }
        ImportReport report =
                read(project, opened, new ImportLines(opened.id(), sql, OutputStream.nullOutputStream(), gone));
        if (report.state() == ImportState.UNREADABLE) {
            throw Invalid.field("file", report.ended());
        }
        return Response.ok(report).type(MediaType.APPLICATION_JSON).build();
    }

    private ImportReport read(Project project, OpenedImport opened, ImportLines caller) throws IOException {
        try (opened) {
            prompts.run(opened, caller);
        }
        ImportReport report = reports.of(project.id, opened.id());
        caller.end(report);
        return report;
    }
}
