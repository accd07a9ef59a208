package hone.guideline;

import hone.kind.WorkKind;
import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of guidelines, and the pieces of them that are swapped in. */
@CheckedTemplate(basePath = "guideline")
final class GuidelinePages {
    private GuidelinePages() {}

    static native TemplateInstance guidelines(List<Row> rows, long openQuestions);

    static native TemplateInstance guideline(Shown shown);

    static native TemplateInstance history(
            WorkKind kind, List<Version> versions, int from, int to, TextChanges changes);

    static native TemplateInstance edit(Editing editing, Complaints complaints);

    static native TemplateInstance text(Rules rules);

    /** A line of the list. */
    record Row(
            WorkKind kind,
            int number,
            String note,
            Instant publishedAt,
            int rules,
            boolean draft,
            boolean draftFromFile) {}

    /** A version as it stands in the history. */
    record Version(int number, String note, Instant publishedAt, String by) {}

    /**
     * A version on its page.
     *
     * @param newestNumber the number of the version that counts now
     * @param changes against the version before it
     * @param unread by the labeler who looks at it
     */
    record Shown(WorkKind kind, Version version, int newestNumber, Rules rules, TextChanges changes, boolean unread) {
        public boolean isNewest() {
            return version.number() == newestNumber;
        }

        public int previous() {
            return version.number() - 1;
        }
    }

    /**
     * The editor.
     *
     * @param revision of the draft that the text is written over; 0 when there is none
     * @param editedBy who saved the draft last; empty when it is the shipped file
     * @param other what somebody else has saved meanwhile; the text in the editor is one's own
     */
    record Editing(
            WorkKind kind,
            int baseNumber,
            int revision,
            String markdown,
            String note,
            Rules rules,
            TextChanges changes,
            boolean fromFile,
            String editedBy,
            @Nullable Instant editedAt,
            boolean saved,
            @Nullable Other other) {
        public int next() {
            return baseNumber + 1;
        }
    }

    /** What came in between: who, when, their text, and how it differs from one's own. */
    record Other(String by, Instant at, boolean published, String markdown, TextChanges changes) {}
}
