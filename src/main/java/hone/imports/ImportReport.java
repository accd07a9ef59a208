package hone.imports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hone.format.Format;
import hone.format.Formats;
import hone.web.LiveStream;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a file, or becomes of it; as JSON it is the answer to programs.
 *
 * @param because more about that
 * @param linesRead up to this line everything is taken or refused
 * @param percent of the file that is read; empty when its size is not known
 */
public record ImportReport(
        UUID id,
        String file,
        @JsonUnwrapped How how,
        Instant at,
        ImportState state,
        String because,
        int linesRead,
        Optional<Integer> percent,
        @JsonUnwrapped Counts counts,
        @JsonUnwrapped Lines lines) {
    static final int SHOWN_MAX = 50;

    /**
     * How it is read.
     *
     * @param format by its name in {@code hone.format}
     * @param dryRun it only counts
     */
    public record How(String format, boolean dryRun) {}

    /** What was in the file; what is old was there before. */
    public record Counts(
            int promptsNew,
            int promptsOld,
            int answersNew,
            int answersOld,
            int judgmentsNew,
            int judgmentsOld,
            int nearDuplicates,
            int skipped,
            int refused,
            int tasks) {
        static Counts of(ImportBatch batch) {
            return new Counts(
                    batch.promptsNew,
                    batch.promptsOld,
                    batch.answersNew,
                    batch.answersOld,
                    batch.judgmentsNew,
                    batch.judgmentsOld,
                    batch.nearDuplicates,
                    batch.skipped,
                    batch.refused,
                    batch.tasksNew);
        }
    }

    /**
     * What is worth knowing about single lines.
     *
     * @param reasons how many lines were refused for what
     * @param refusals the first refused lines
     * @param remarks the first lines that were taken with a remark
     * @param remarksAll how many such lines there are
     * @param fieldsLeftOut fields that say nothing that is kept
     * @param fieldsKept fields that are kept as metadata
     */
    public record Lines(
            List<Reason> reasons,
            List<Refusal> refusals,
            List<Remark> remarks,
            int remarksAll,
            List<String> fieldsLeftOut,
            List<String> fieldsKept) {}

    /** A fault and how many lines have it. */
    public record Reason(String reason, long lines) {}

    /** A line and what is wrong with it. */
    public record Refusal(int line, String reason, String detail, String beginning) {}

    /** A line that was taken, and what is worth knowing about it. */
    public record Remark(int line, String remark) {}

    @JsonIgnore
    public boolean isCounted() {
        return how.dryRun;
    }

    @JsonIgnore
    public boolean isReading() {
        return state.isRunning();
    }

    @JsonIgnore
    public boolean isCutShort() {
        return state.isCutShort();
    }

    @JsonIgnore
    public String leftOut() {
        return String.join(", ", lines.fieldsLeftOut);
    }

    @JsonIgnore
    public String kept() {
        return String.join(", ", lines.fieldsKept);
    }

    /** What people call its format. */
    @JsonIgnore
    public String formatLabel() {
        return Formats.named(how.format).map(Format::label).orElse("Fields as they were named");
    }

    /** How it ended, in a sentence for whoever sent it; empty while it is read, and when it was read to its end. */
    @JsonProperty("ended")
    public String ended() {
        String sentence = state.sentence(linesRead, because);
        return sentence.isEmpty() || state == ImportState.DISCARDED || how.dryRun
                ? sentence
                : sentence
                        + " Everything before that is imported. Send the file again to continue: nothing is doubled.";
    }

    @ApplicationScoped
    static class Query {
        private final ImportBatch.Repo batches;
        private final Sql sql;

        Query(ImportBatch.Repo batches, Sql sql) {
            this.batches = batches;
            this.sql = sql;
        }

        ImportReport of(UUID project, UUID id) {
            ImportBatch batch = batches.of(project, id);
            List<Reason> reasons = sql.list("""
                    select split_part(reason, E'\\n', 1) as fault, count(*) as lines from import_refusal where import_id = ?
                    group by fault order by count(*) desc, fault""", c -> new Reason(c.text("fault"), c.number("lines")), id);
            List<Refusal> refusals = sql.list(
                    """
                    select line, split_part(reason, E'\\n', 1) as reason, split_part(reason, E'\\n', 2) as detail, left(row, 160) as beginning
                    from import_refusal where import_id = ? order by line limit ?""",
                    c -> new Refusal((int) c.number("line"), c.text("reason"), c.text("detail"), c.text("beginning")),
                    id,
                    SHOWN_MAX);
            List<Remark> remarks = sql.list(
                    "select line, remark from import_remark where import_id = ? order by line, remark limit ?",
                    c -> new Remark((int) c.number("line"), c.text("remark")),
                    id,
                    SHOWN_MAX);
            return new ImportReport(
                    batch.id,
                    batch.fileName,
                    new How(batch.format, batch.choices.isDryRun()),
                    batch.importedAt,
                    batch.state(Instant.now()),
                    Optional.ofNullable(batch.endedBecause).orElse(""),
                    batch.linesRead,
                    percent(batch),
                    Counts.of(batch),
                    new Lines(
                            reasons,
                            refusals,
                            remarks,
                            (int) sql.number("select count(*) from import_remark where import_id = ?", id),
                            fields(id, "fields_left_out"),
                            fields(id, "fields_kept")));
        }

        private List<String> fields(UUID id, String column) {
            return sql.first("select %1$s from import_batch where id = ?".formatted(column), c -> c.texts(column), id)
                    .orElse(List.of());
        }

        /** What the page of an import would show, without looking at its lines. */
        LiveStream.Look look(UUID id) {
            return sql.first("""
                            select concat_ws(' ', lines_read, begun_at, cancel_asked_at, outcome, lease_until < now()) as version,
                                   ended_at is not null or lease_until < now() as ended
                            from import_batch where id = ?""", c -> new LiveStream.Look(c.text("version"), c.flag("ended")), id)
                    .orElseThrow();
        }

        private static Optional<Integer> percent(ImportBatch batch) {
            return batch.bytesAll == 0 ? Optional.empty() : Optional.of((int) (100 * batch.bytesRead / batch.bytesAll));
        }

        /** A refused line as it stood in the file, and why it was refused. */
        record Refused(int line, String reason, String row) {
            /** The reason stands above the line, where reading skips it: so the file can be imported as it is. */
            String mendable() {
                return "# line " + line + ": " + reason.replace('\n', ' ') + "\n" + row + "\n";
            }
        }

        List<Refused> refused(UUID id, int afterLine, int limit) {
            return sql.list(
                    "select line, reason, row from import_refusal where import_id = ? and line > ? order by line limit ?",
                    c -> new Refused((int) c.number("line"), c.text("reason"), c.text("row")),
                    id,
                    afterLine,
                    limit);
        }
    }
}
