package hone.judgment;

import hone.conversation.Prompt;
import hone.guideline.GuidelineReading;
import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.project.Project;
import hone.task.Assignment;
import hone.task.WorkKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A page of work, whatever its kind.
 *
 * @param guidelineFresh this person has hardly worked with this version yet, so it stands open
 * @param unread the guideline version beside the work, when this person has not confirmed it
 * @param fields what stands in the form: a draft, or what was just refused
 * @param errors a sentence for each field that was refused
 * @param undoable the assignment of this person's last judgment, if they have one
 * @param notice {@code stored}, {@code already}, {@code undone}, {@code skipped}, {@code asked} or empty
 */
public record WorkView(
        Assignment assignment,
        WorkKind kind,
        Project project,
        Prompt prompt,
        List<Shown> answers,
        Guidelines.Text guideline,
        boolean guidelineFresh,
        Optional<GuidelineReading.Unread> unread,
        Fields fields,
        Map<String, String> errors,
        Optional<Instant> savedAt,
        Instant leaseUntil,
        long today,
        Optional<UUID> undoable,
        String notice,
        Instant now) {
    /** An answer on its card; {@code position} counts from 1. */
    public record Shown(int position, String letter, UUID id, String text) {}

    public WorkView with(Fields typed, Map<String, String> refused) {
        return new WorkView(
                assignment,
                kind,
                project,
                prompt,
                answers,
                guideline,
                guidelineFresh,
                unread,
                typed,
                Map.copyOf(refused),
                savedAt,
                leaseUntil,
                today,
                undoable,
                notice,
                now);
    }

    public String id() {
        return assignment.id.toString();
    }

    public String kindName() {
        return kind.wireName();
    }

    public boolean isExpired() {
        return assignment.is(Assignment.State.EXPIRED);
    }

    public boolean isCorrection() {
        return kind == WorkKind.CORRECTION;
    }

    public Rules.News news() {
        return unread.map(GuidelineReading.Unread::news).orElse(Rules.News.NONE);
    }

    public List<String> citedRules() {
        return fields.all("rule");
    }

    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** The errors that no single field of the page shows: those of the ranks. */
    public List<String> rankErrors() {
        return errors.entrySet().stream()
                .filter(e -> e.getKey().startsWith("rank-"))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    public boolean chosen(String field, String value) {
        return fields.has(field, value);
    }

    public boolean rankIs(int position, int rank) {
        return fields.has("rank-" + position, Integer.toString(rank));
    }

    public String rankError(int position) {
        return error("rank-" + position);
    }

    public List<Integer> ranks() {
        return IntStream.rangeClosed(1, answers.size()).boxed().toList();
    }

    public String typed(String field) {
        return fields.text(field);
    }

    /** What stands in the editor: what was typed, else the answer to be corrected. */
    public String editorText() {
        boolean untouched = fields.all("text").isEmpty();
        return untouched && isCorrection() ? answers.getFirst().text() : fields.text("text");
    }

    public boolean isDraft() {
        return savedAt.isPresent();
    }

    public String savedTime() {
        return savedAt.map(Instant::toString).orElse("");
    }

    public long leaseMinutes() {
        return Math.max(0, Duration.between(now, leaseUntil).toMinutes());
    }

    public boolean isLeaseShort() {
        return leaseMinutes() < 5;
    }
}
