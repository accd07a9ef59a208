package hone.guideline;

import hone.kind.WorkKind;
import hone.web.Complaints;
import hone.web.TextLimits;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of guidelines, and the fragments of them that are swapped in. */
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

    /** A version as listed in the history. */
    record Version(int number, String note, Instant publishedAt, String by) {}

    /**
     * A version on its page.
     *
     * @param newestNumber the number of the version in force
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
     * @param revision of the draft that the text is based on; 0 when there is none
     * @param draft the existing draft that is being edited, if there is one
     * @param other what somebody else has saved meanwhile; the text in the editor is the user's own
     */
    record Editing(
            WorkKind kind,
            int baseNumber,
            int revision,
            String markdown,
            String note,
            TextChanges changes,
            Optional<Draft> draft,
            boolean saved,
            @Nullable Other other) {
        public int next() {
            return baseNumber + 1;
        }

        /** As labelers will see them. */
        public Rules rules() {
            return Rules.of(markdown.substring(0, Math.min(markdown.length(), TextLimits.GUIDELINE)));
        }
    }

    /** @param by who saved it last; empty when it is the shipped file */
    record Draft(boolean fromFile, String by, Instant at) {}

    /** What somebody else changed meanwhile: who, when, their text, and how it differs from the user's own. */
    record Other(String by, Instant at, boolean published, String markdown, TextChanges changes) {}
}
