package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.imports.ImportReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file that is imported, and what became of it so far. */
@Schema(name = "Import")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ImportJson(
        @Schema(examples = "0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55")
        UUID id,

        @Schema(examples = "prompts.jsonl") String file,

        @Schema(description = "A name from `listFormats`, or `mapped` if the fields were named.", examples = "prompts")
        String format,

        @Schema(description = "Whether it only counts.", examples = "false")
        boolean dryRun,

        Instant createdAt,

        @Schema(
                description =
                        "`read` means to the end of the file; what comes after it in this list ended earlier, as `progress.ended` says.",
                enumeration = {
                    "waiting",
                    "reading",
                    "cancelling",
                    "read",
                    "discarded",
                    "cancelled",
                    "hung-up",
                    "lines",
                    "time",
                    "refusals",
                    "unreadable",
                    "lost"
                },
                examples = "read")
        String state,

        @Schema(
                description = "Whether what it brought counts; see `takeBackImport`.",
                enumeration = {"stands", "being-taken-back", "taken-back", "being-brought-back"},
                examples = "stands")
        String standing,

        Progress progress,
        Counts counts,

        @Schema(description = "Not included in lists.") Optional<Lines> lines) {

    /** How far it was read. */
    @Schema(name = "ImportProgress")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Progress(
            @Schema(
                    description = "How reading ended, if not at the end of the file.",
                    examples =
                            "Cancelled after line 4000. Everything before that is imported. Send the file again to continue: nothing is doubled.")
            Optional<String> ended,

            @Schema(description = "Everything up to this line is imported or refused.", examples = "1280")
            int linesRead,

            @Schema(description = "How much of the file was read; absent if its size is unknown.", examples = "100")
            Optional<Integer> percent) {}

    /** What was in the file. */
    @Schema(name = "ImportCounts", description = "`Old` counts what was in the project before.")
    public record Counts(
            @Schema(examples = "1200") int promptsNew,
            @Schema(examples = "60") int promptsOld,
            @Schema(examples = "2400") int answersNew,
            @Schema(examples = "120") int answersOld,
            @Schema(examples = "1180") int judgmentsNew,
            @Schema(examples = "60") int judgmentsOld,

            @Schema(description = "Texts to pre-train on.", examples = "0")
            int documentsNew,

            @Schema(examples = "0") int documentsOld,

            @Schema(
                    description = "New prompts, or texts to pre-train on, that say nearly the same as others.",
                    examples = "12")
            int nearDuplicates,

            @Schema(description = "Near duplicates that were left out as requested.", examples = "0")
            int skipped,

            @Schema(description = "Refused lines; see `listRefusedLines`.", examples = "3")
            int refused,

            @Schema(description = "New tasks for labelers.", examples = "40")
            int tasks) {}

    /** What is worth knowing about lines and fields of the file. */
    @Schema(name = "ImportLines")
    public record Lines(
            @Schema(description = "Why lines were refused, the most frequent reason first.")
            List<Reason> reasons,

            @Schema(description = "The first remarks about lines that were imported.")
            List<Remark> remarks,

            @Schema(description = "All remarks.", examples = "2")
            int remarksAll,

            @Schema(description = "Fields that were left out.", examples = "[\"batch\"]")
            List<String> fieldsLeftOut,

            @Schema(description = "Fields that were kept as metadata.", examples = "[\"topic\"]")
            List<String> fieldsKept) {}

    /** A reason for refusing lines. */
    @Schema(name = "ImportReason")
    public record Reason(
            @Schema(examples = "Both answers are the same text.")
            String reason,

            @Schema(examples = "3") long lines) {}

    /** A remark about a line that was imported. */
    @Schema(name = "ImportRemark")
    public record Remark(
            @Schema(examples = "17") int line,

            @Schema(examples = "The prompt says nearly the same as another one.")
            String remark) {}

    static ImportJson summary(ImportReport report) {
        return of(report, Optional.empty());
    }

    static ImportJson whole(ImportReport report) {
        ImportReport.Lines lines = report.lines();
        return of(
                report,
                Optional.of(new Lines(
                        lines.reasons().stream()
                                .map(reason -> new Reason(reason.reason(), reason.lines()))
                                .toList(),
                        lines.remarks().stream()
                                .map(remark -> new Remark(remark.line(), remark.remark()))
                                .toList(),
                        lines.remarksAll(),
                        lines.fieldsLeftOut(),
                        lines.fieldsKept())));
    }

    private static ImportJson of(ImportReport report, Optional<Lines> lines) {
        ImportReport.Counts counts = report.counts();
        return new ImportJson(
                report.id(),
                report.file(),
                report.how().format(),
                report.how().dryRun(),
                report.at(),
                report.state().wireName(),
                report.standing(),
                new Progress(
                        Optional.of(report.ended()).filter(sentence -> !sentence.isEmpty()),
                        report.linesRead(),
                        report.percent()),
                new Counts(
                        counts.promptsNew(),
                        counts.promptsOld(),
                        counts.answersNew(),
                        counts.answersOld(),
                        counts.judgmentsNew(),
                        counts.judgmentsOld(),
                        counts.documents().documentsNew(),
                        counts.documents().documentsOld(),
                        counts.nearDuplicates(),
                        counts.skipped(),
                        counts.refused(),
                        counts.tasks()),
                lines);
    }
}
