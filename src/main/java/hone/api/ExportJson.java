package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.export.ExportRecord;
import hone.export.ExportReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The record of something that was exported. */
@Schema(name = "Export")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExportJson(
        @Schema(description = "As in the header `Hone-Export` of the file.")
        UUID id,

        @Schema(
                enumeration = {"judgments", "dataset", "project"},
                examples = "judgments")
        String what,

        @Schema(description = "The number of the dataset, if it is one.", examples = "4")
        Optional<Long> dataset,

        File file,

        @Schema(description = "Who exported it.", examples = "Nightly export")
        Optional<String> by,

        Instant beganAt,
        Optional<Instant> endedAt,

        @Schema(
                description = "Only a file whose state is `sent` is complete.",
                enumeration = {"writing", "sent", "hung-up", "stalled", "time", "failed", "broken-off"},
                examples = "sent")
        String state,

        Size size,

        @Schema(description = "What the file contains and what not; absent while it is being written.")
        Optional<Report> report) {

    /** How the file is written. */
    @Schema(name = "ExportFile")
    public record File(
            @Schema(examples = "trl-preference") String format,
            @Schema(examples = "jsonl.gz") String container,

            @Schema(description = "Whether it contains people’s names instead of pseudonyms.", examples = "false")
            boolean names) {}

    /** What was sent so far. */
    @Schema(name = "ExportSize")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Size(
            @Schema(examples = "1280") long judgments,
            @Schema(examples = "1280") long rows,
            @Schema(examples = "2097152") long bytes,

            @Schema(description = "Hash of the whole file; absent unless all of it was sent.")
            Optional<String> sha256) {}

    /** What is in the file and what is not. */
    @Schema(name = "ExportReport")
    public record Report(
            @Schema(description = "Judged tasks, or rows of the dataset.", examples = "1200")
            long items,

            @Schema(
                    description = "Judgments that were left out because whoever exported may still judge their tasks.",
                    examples = "0")
            long hidden,

            @Schema(
                    description = "What the format could not hold, and for how many items.",
                    examples = "{\"reason\": 12}")
            Map<String, Long> leftOut,

            @Schema(description = "What the format holds for no item.")
            List<String> neverHeld) {
        static Report of(ExportReport report) {
            return new Report(report.items(), report.hidden(), report.leftOut(), report.neverHeld());
        }
    }

    static ExportJson of(ExportRecord export) {
        return new ExportJson(
                export.id(),
                export.what(),
                export.dataset(),
                new File(export.format(), export.container(), export.names()),
                export.taken().by(),
                export.taken().beganAt(),
                export.taken().endedAt(),
                export.state().wireName(),
                new Size(
                        export.size().judgments(),
                        export.size().rows(),
                        export.size().bytes(),
                        export.size().sha256()),
                export.report().map(Report::of));
    }
}
