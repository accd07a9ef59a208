package hone.guideline;

import hone.kind.WorkKind;
import hone.web.Complaints;
import hone.web.TextLimits;
import hone.web.Typed;
import java.util.List;

/** What a guideline's text must satisfy. Comparing versions is quadratic in their difference, hence the limits. */
final class GuidelineText {
    static final int LINES_MAX = 2_000;

    private GuidelineText() {}

    static Complaints complaintsAboutDraft(String markdown) {
        Complaints.Collector complaints = new Complaints.Collector();
        about(markdown, complaints);
        return complaints.complaints();
    }

    static Complaints complaintsAboutVersion(WorkKind kind, String markdown, String note, String published) {
        Complaints.Collector complaints = new Complaints.Collector();
        about(markdown, complaints);
        List<String> problems =
                complaints.complaints().any() ? List.of() : Rules.of(markdown).problems();
        if (!problems.isEmpty()) {
            complaints.add("markdown", String.join(" ", problems));
        } else if (kind == WorkKind.RATING && Criterion.of(Rules.of(markdown)).isEmpty()) {
            complaints.add(
                    "markdown",
                    "Nothing could be rated by this: end the title of a rule with (1–7) or (yes/no), as in “### S1 Helpful (1–7)”.");
        } else if (markdown.equals(Typed.text(published))) {
            complaints.add("markdown", "Nothing differs from the published version, so there is nothing to publish.");
        }
        if (note.isEmpty()) {
            complaints.add("note", "Write a sentence. Labelers see it above the changes.");
        } else if (note.length() > TextLimits.SENTENCE) {
            complaints.add("note", "At most " + TextLimits.SENTENCE + " characters; these are " + note.length() + ".");
        }
        return complaints.complaints();
    }

    private static void about(String markdown, Complaints.Collector complaints) {
        long lines = markdown.lines().count();
        if (markdown.isBlank()) {
            complaints.add("markdown", "A guideline has some text. To give this draft up, press Discard.");
        } else if (markdown.length() > TextLimits.GUIDELINE || lines > LINES_MAX) {
            complaints.add(
                    "markdown",
                    "At most " + TextLimits.GUIDELINE + " characters and " + LINES_MAX + " lines; these are "
                            + markdown.length() + " and " + lines + ". Nothing was stored; your text is below.");
        }
    }
}
