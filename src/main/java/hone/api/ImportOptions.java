package hone.api;

import hone.format.ReadOptions.UnreadFields;
import hone.imports.ChoicesForm;
import hone.imports.ImportChoices;
import hone.imports.ImportChoices.Decided;
import hone.imports.ImportChoices.NearDuplicates;
import hone.imports.ImportChoices.Purpose;
import hone.imports.SentFile;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a file is to be imported: the parameters of the address, since the body is the file. */
public class ImportOptions {
    @QueryParam("file")
    @Parameter(description = "What the file is called, for lists and reports.", example = "prompts.jsonl")
    public @Nullable String file;

    @QueryParam("format")
    @Parameter(
            description = "The format’s name in `listFormats`. Without it, the format is recognised.",
            example = "prompts")
    public @Nullable String format;

    @QueryParam("map")
    @Parameter(
            description =
                    "What a field is, as `FIELD=USE` such as `question=prompt`, once for each field; for files in none of the formats.")
    public List<String> map = List.of();

    @QueryParam("keepUnknown")
    @Parameter(
            description = "Keep fields that the format doesn’t know as metadata, instead of refusing their lines.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public @Nullable String keepUnknown;

    @QueryParam("skipNearDuplicates")
    @Parameter(
            description = "Leave out prompts that say nearly the same as others.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public @Nullable String skipNearDuplicates;

    @QueryParam("askAgain")
    @Parameter(
            description = "Hand out tasks for prompts that come with judgments, too.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public @Nullable String askAgain;

    @QueryParam("dryRun")
    @Parameter(
            description = "Only count; nothing is stored but the report.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public @Nullable String dryRun;

    String fileName() {
        return SentFile.name(file);
    }

    ImportChoices choices() {
        return new ImportChoices(
                Optional.ofNullable(format).filter(name -> !name.isBlank()),
                ChoicesForm.mapping(map),
                Flag.isSet("keepUnknown", keepUnknown) ? UnreadFields.KEEP : UnreadFields.REFUSE,
                Flag.isSet("skipNearDuplicates", skipNearDuplicates) ? NearDuplicates.SKIP : NearDuplicates.TAKE,
                Flag.isSet("askAgain", askAgain) ? Decided.ASK_AGAIN : Decided.AS_DATA,
                Flag.isSet("dryRun", dryRun) ? Purpose.DRY_RUN : Purpose.IMPORT);
    }
}
