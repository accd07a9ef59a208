package hone.api;

import hone.format.Container;
import hone.format.Format;
import hone.format.Formats;
import hone.format.WrittenFormat;
import hone.format.WrittenFormats;
import hone.labeler.Role;
import hone.token.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The formats that are imported and exported. */
@Path("/api/v1/formats")
@Produces(Shapes.JSON)
@RolesAllowed({Role.ADMIN, Role.PROGRAM, Scope.IMPORTS_READ, Scope.EXPORTS_READ})
@RunOnVirtualThread
@Tag(name = "Formats")
class FormatsApi {
    /** What can come in and go out. */
    @Schema(name = "Formats")
    public record All(List<Read> imports, List<Written> exports) {}

    /** A format that is imported. */
    @Schema(name = "ImportFormat")
    public record Read(
            @Schema(examples = "trl-preference") String name,
            @Schema(examples = "TRL preferences") String label,

            @Schema(
                    description = "Its fields, and what becomes of each.",
                    examples = "{\"chosen\": \"the better answer\"}")
            Map<String, String> fields) {
        static Read of(Format format) {
            return new Read(format.name(), format.label(), format.fields());
        }
    }

    /** A format that is exported. */
    @Schema(name = "ExportFormat")
    public record Written(
            @Schema(examples = "trl-preference") String name,
            @Schema(examples = "TRL preferences") String label,

            @Schema(description = "The usual one first.", examples = "[\"jsonl\", \"parquet\"]")
            List<String> containers,

            @Schema(description = "What it can’t hold.") List<String> cannotHold) {
        static Written of(WrittenFormat format) {
            return new Written(
                    format.name(),
                    format.label(),
                    format.containers().stream().map(Container::extension).toList(),
                    format.cannotHold());
        }
    }

    @GET
    @Operation(
            operationId = "listFormats",
            summary = "List formats",
            description = "The formats of files that can be imported and exported.")
    public All list() {
        return new All(
                Formats.all().stream().map(Read::of).toList(),
                WrittenFormats.all().stream().map(Written::of).toList());
    }
}
