package hone.quarantines;

import hone.dataset.ScanFinding;
import hone.dataset.ScanFindings;
import hone.evaluation.poison.Occurrences;
import hone.quarantine.DecideHeldBack;
import hone.task.Assignment;
import hone.web.Markdown;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pages of the quarantine. */
@CheckedTemplate(basePath = "quarantines")
final class QuarantinePages {
    private QuarantinePages() {}

    static native TemplateInstance held(Held page);

    static native TemplateInstance nothing(Nothing page);

    static native TemplateInstance finding(Whole page);

    /**
     * What stands below whatever is to be decided.
     *
     * @param findings with something that waits, the oldest ones
     * @param decided the newest, or those before one
     */
    record Below(List<ScanFindings.Waiting> findings, List<HeldBack.Decided> decided, boolean paged) {
        /** Where the next page of decisions begins. */
        public Optional<UUID> older() {
            return decided.size() < HeldBack.Query.DECIDED_A_PAGE
                    ? Optional.empty()
                    : Optional.of(decided.getLast().id());
        }
    }

    /**
     * One judgment that waits.
     *
     * @param count of all that wait, up to a thousand
     */
    record Held(
            HeldBack held,
            ScanFinding finding,
            Assignment assignment,
            List<HeldBack.Choice> choices,
            long count,
            Below below,
            String error,
            String notice) {
        /** As typed, with the words of the finding marked. */
        public RawString marked(String text) {
            return Markdown.marked(
                    text,
                    finding.words().map(words -> Occurrences.of(words, text)).orElse(List.of()));
        }
    }

    /**
     * Nothing to decide for this reviewer.
     *
     * @param count of those that wait, but for others or further up
     * @param passed whether the reader has passed some
     */
    record Nothing(long count, boolean passed, boolean scanned, Below below, String notice) {}

    /**
     * A finding of which everything is decided at once.
     *
     * @param count of those that the reader decides about, up to a thousand and one
     */
    record Whole(ScanFinding finding, long count, List<HeldBack.Line> lines, String error, String notice) {
        public Optional<UUID> next() {
            return lines.size() < HeldBack.Query.LINES_A_PAGE
                    ? Optional.empty()
                    : Optional.of(lines.getLast().id());
        }

        public long keptOutAtOnceMax() {
            return DecideHeldBack.KEPT_OUT_AT_ONCE_MAX;
        }
    }
}
