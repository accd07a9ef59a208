package hone.imports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hone.format.Format;
import hone.format.Formats;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of an import, or its progress; as JSON it is the response to programs.
 *
 * @param because details of how it ended
 * @param linesRead every line up to this one is accepted or refused
 * @param percent of the file that has been read; empty if its size is unknown
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
     * Whether it was taken back, and what that did.
     *
     * @param at when somebody asked for it
     * @param by their name; empty where they are not known any more
     */
    record Back(Standing standing, Optional<Instant> at, String by, int judgments, int tasks, int documents) {}

    /**
     * How it is read, and whether it still counts.
     *
     * @param format by its name in {@code hone.format}
     * @param dryRun it only counts
     */
    public record How(
            String format, boolean dryRun, @JsonIgnore Back back) {}

    /** Counts of the file's content; “old” existed before. */
    public record Counts(
            int promptsNew,
            int promptsOld,
            int answersNew,
            int answersOld,
            int judgmentsNew,
            int judgmentsOld,
            @JsonUnwrapped Documents documents,
            @JsonUnwrapped Alike alike,
            int refused,
            int tasks) {
        public int nearDuplicates() {
            return alike.nearDuplicates;
        }

        public int skipped() {
            return alike.skipped;
        }

        /** There is nothing but texts to pre-train on in it. */
        @JsonIgnore
        public boolean isOfDocuments() {
            return documents.isAny() && promptsNew + promptsOld == 0;
        }

        static Counts of(ImportBatch batch) {
            return new Counts(
                    batch.promptsNew,
                    batch.promptsOld,
                    batch.answersNew,
                    batch.answersOld,
                    batch.judgmentsNew,
                    batch.judgmentsOld,
                    new Documents(batch.documentsNew, batch.documentsOld),
                    new Alike(batch.nearDuplicates, batch.skipped),
                    batch.refused,
                    batch.tasksNew);
        }
    }

    /** Texts to pre-train on. */
    public record Documents(int documentsNew, int documentsOld) {
        @JsonIgnore
        public boolean isAny() {
            return documentsNew + documentsOld > 0;
        }
    }

    /** Prompts that say nearly the same as others, and those of them that were left out. */
    public record Alike(int nearDuplicates, int skipped) {}

    /**
     * What there is to say about single lines.
     *
     * @param reasons how many lines were refused for each reason
     * @param refusals the first refused lines
     * @param remarks the first accepted lines with a remark
     * @param remarksAll how many such lines there are
     * @param fieldsLeftOut fields without content to keep
     * @param fieldsKept fields kept as metadata
     */
    public record Lines(
            List<Reason> reasons,
            List<Refusal> refusals,
            List<Remark> remarks,
            int remarksAll,
            List<String> fieldsLeftOut,
            List<String> fieldsKept) {
        static final Lines NONE = new Lines(List.of(), List.of(), List.of(), 0, List.of(), List.of());
    }

    /** A fault and how many lines have it. */
    public record Reason(String reason, long lines) {}

    /** A line and its fault. */
    public record Refusal(int line, String reason, String detail, String beginning) {}

    /** An accepted line with a remark. */
    public record Remark(int line, String remark) {}

    /** A refused line as it was in the file, and why it was refused. */
    public record Refused(int line, String reason, String row) {
        /** The reason is above the line, where the reader skips it, so the file can be imported as it is. */
        String mendable() {
            return "# line " + line + ": " + reason.replace('\n', ' ') + "\n" + row + "\n";
        }
    }

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
    public Back back() {
        return how.back;
    }

    /** Whether what it brought still counts, as it stands in the database. */
    @JsonIgnore
    public String standing() {
        return how.back.standing.wireName();
    }

    /** Something it brought would change by taking it back. */
    @JsonIgnore
    public boolean isRevocable() {
        return !isReading()
                && !how.dryRun
                && how.back.standing == Standing.STANDS
                && counts.judgmentsNew + counts.tasks + counts.documents.documentsNew > 0;
    }

    /** Its page changes by itself. */
    @JsonIgnore
    public boolean isLive() {
        return isReading() || how.back.standing.isMoving();
    }

    @JsonIgnore
    public String leftOut() {
        return String.join(", ", lines.fieldsLeftOut);
    }

    @JsonIgnore
    public String kept() {
        return String.join(", ", lines.fieldsKept);
    }

    /** The label of its format. */
    @JsonIgnore
    public String formatLabel() {
        return Formats.named(how.format).map(Format::label).orElse("Fields as they were named");
    }

    /** How it ended, in a sentence for whoever sent it; empty while it is being read, and if it was read to its end. */
    @JsonProperty("ended")
    public String ended() {
        String sentence = state.sentence(linesRead, because);
        return sentence.isEmpty() || state == ImportState.DISCARDED || how.dryRun
                ? sentence
                : sentence
                        + " Everything before that is imported. Send the file again to continue: nothing is doubled.";
    }
}
