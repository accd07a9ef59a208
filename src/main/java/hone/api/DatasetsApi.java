package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.token.Scope;
import hone.web.NotFound;
import hone.web.Sql;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Frozen datasets. */
@Path("/api/v1/projects/{slug}/datasets")
@Produces(Shapes.JSON)
@RunOnVirtualThread
@Tag(name = "Datasets")
class DatasetsApi {
    private static final String COLUMNS = """
            select d.id, d.number, d.rows, d.sha256, d.held_out_percent, d.created_at, d.manifest,
              exists (select 1 from dataset_publication p where p.dataset_id = d.id and p.finished_at is not null) as published
            from dataset d where d.project_id = ?
            """;

    private final SignedIn me;
    private final CurrentProject here;
    private final DatasetFreezer freezer;
    private final Once once;
    private final Sql sql;

    DatasetsApi(SignedIn me, CurrentProject here, DatasetFreezer freezer, Once once, Sql sql) {
        this.me = me;
        this.here = here;
        this.freezer = freezer;
        this.once = once;
        this.sql = sql;
    }

    /** A frozen dataset, which never changes. */
    @Schema(name = "Dataset")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record DatasetJson(
            UUID id,

            @Schema(description = "Counts from 1 in the project.", examples = "4")
            long number,

            @Schema(examples = "1280") long rows,

            @Schema(description = "Hash of all rows in order.")
            String sha256,

            @Schema(examples = "10") long heldOutPercent,

            @Schema(description = "Whether its rows are on the Kafka topic `datasets`.", examples = "true")
            boolean published,

            Instant createdAt,

            @Schema(
                    description =
                            "Counts by kind of row, labelers and guidelines, as read by trainers. Not included in lists.",
                    type = SchemaType.OBJECT)
            Optional<JsonNode> manifest) {
        static DatasetJson summary(Sql.Cells c) throws SQLException {
            return of(c, Optional.empty());
        }

        static DatasetJson whole(Sql.Cells c) throws SQLException {
            return of(c, Optional.of(Wire.read(c.text("manifest"), JsonNode.class)));
        }

        private static DatasetJson of(Sql.Cells c, Optional<JsonNode> manifest) throws SQLException {
            return new DatasetJson(
                    c.id("id"),
                    c.number("number"),
                    c.number("rows"),
                    c.text("sha256"),
                    c.number("held_out_percent"),
                    c.flag("published"),
                    c.time("created_at"),
                    manifest);
        }
    }

    @GET
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.DATASETS_READ})
    @Operation(operationId = "listDatasets", summary = "List datasets", description = "Newest first.")
    public Page<DatasetJson> list(String slug, @BeanParam Listing listing) {
        Project project = here.enter(slug);
        Cursor.Asked asked = listing.asked();
        long before = asked.after(Long::parseLong).orElse(Long.MAX_VALUE);
        List<DatasetJson> rows = sql.list(
                COLUMNS + "and d.number < ? order by d.number desc limit " + asked.rows(),
                DatasetJson::summary,
                project.id,
                before);
        return Page.of(rows, asked, dataset -> Long.toString(dataset.number()));
    }

    @GET
    @Path("{number}")
    @RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN, Role.PROGRAM, Scope.DATASETS_READ})
    @Operation(
            operationId = "getDataset",
            summary = "Read a dataset",
            description = "Returns the dataset with its manifest.")
    public DatasetJson get(String slug, int number) {
        return one(here.enter(slug), number);
    }

    @POST
    @RolesAllowed({Role.ADMIN, Scope.DATASETS_WRITE})
    @Operation(
            operationId = "freezeDataset",
            summary = "Freeze a dataset",
            description =
                    "Freezes all judgments that are accepted now. 409 if nothing new was accepted since the last dataset.")
    @APIResponseSchema(value = DatasetJson.class, responseCode = "201", responseDescription = "Frozen.")
    public Response freeze(String slug) {
        Project project = here.enter(slug);
        Optional<UUID> by = Optional.of(me.id());
        return once.write("", () -> {
            Dataset dataset = freezer.freeze(project, by, Instant.now());
            URI address = URI.create("/api/v1/projects/" + project.slug + "/datasets/" + dataset.number);
            return Response.created(address)
                    .entity(one(project, dataset.number))
                    .build();
        });
    }

    private DatasetJson one(Project project, int number) {
        return sql.first(COLUMNS + "and d.number = ?", DatasetJson::whole, project.id, number)
                .orElseThrow(() -> new NotFound("dataset " + number));
    }
}
