package hone.work;

import hone.comment.Comment;
import hone.guideline.GuidelineReading;
import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.web.Complaints;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A work page, whatever its kind.
 *
 * @param fields the values of the form: a draft, or what was just refused
 * @param complaints about what was just refused
 * @param notice {@code stored}, {@code already}, {@code undone}, {@code taken-back}, {@code skipped}, {@code asked},
 * {@code differs} or empty
 * @param extent whether the whole page is rendered, or only what changes on a page that is already open
 */
public record WorkView(
        Assignment assignment,
        Guidelines.Text guideline,
        TaskSidebar sidebar,
        Fields fields,
        Complaints complaints,
        String notice,
        Instant now,
        Extent extent) {
    /** The notice beside a standing judgment when something else was sent for the same task, which comes back as fields. */
    static final String DIFFERS = "differs";

    /** How much of the page is rendered. */
    public enum Extent {
        PAGE,
        /** Only the task: the frame, the guideline and the keys are already on the page. */
        TASK
    }

    /** An answer on its card; {@code position} counts from 1. */
    public record Shown(int position, String letter, UUID id, String text) {}

    public WorkView with(Fields typed, Complaints refused) {
        return new WorkView(assignment, guideline, sidebar, typed, refused, notice, now, extent);
    }

    public WorkView taskAlone() {
        return new WorkView(assignment, guideline, sidebar, fields, complaints, notice, now, Extent.TASK);
    }

    public boolean isDiffering() {
        return notice.equals(DIFFERS);
    }

    public boolean isAlone() {
        return extent == Extent.TASK;
    }

    public String id() {
        return assignment.id().toString();
    }

    public WorkKind kind() {
        return assignment.kind();
    }

    public Assignment.Place project() {
        return assignment.project();
    }

    public Assignment.Conversation prompt() {
        return assignment.prompt();
    }

    public List<Shown> answers() {
        List<Shown> cards = new ArrayList<>();
        for (Assignment.Shown answer : assignment.answers()) {
            int position = cards.size() + 1;
            cards.add(new Shown(position, VerdictForm.letter(position), answer.id(), answer.text()));
        }
        return List.copyOf(cards);
    }

    public long today() {
        return sidebar.today();
    }

    public boolean guidelineFresh() {
        return sidebar.fresh();
    }

    public Optional<UUID> undoable() {
        return sidebar.undoable();
    }

    public Optional<GuidelineReading.Unread> unread() {
        return sidebar.unread();
    }

    public Optional<String> returned() {
        return sidebar.returned();
    }

    public List<Comment> comments() {
        return sidebar.comments();
    }

    /** The person has left the project since the task was handed to them. */
    public boolean isRemoved() {
        return !assignment.person().member();
    }

    public Optional<Instant> savedAt() {
        return assignment.draft().map(Assignment.Draft::savedAt);
    }

    public boolean isExpired() {
        return assignment.is(Assignment.State.EXPIRED);
    }

    public Rules.News news() {
        return unread().map(GuidelineReading.Unread::news).orElse(Rules.News.NONE);
    }

    public List<String> citedRules() {
        return fields.all("rule");
    }

    public String error(String field) {
        return complaints.sentence(field);
    }

    /** The complaints that belong to no single field of the page: those about the ranks. */
    public List<String> rankErrors() {
        return complaints.byField().entrySet().stream()
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
        return IntStream.rangeClosed(1, assignment.answers().size()).boxed().toList();
    }

    public String typed(String field) {
        return fields.text(field);
    }

    /** The value of a field that starts with a text of its own. */
    public String typedOr(String field, String otherwise) {
        return fields.all(field).isEmpty() ? otherwise : fields.text(field);
    }

    public boolean isDraft() {
        return savedAt().isPresent();
    }

    public String savedTime() {
        return savedAt().map(Instant::toString).orElse("");
    }

    public Instant leaseUntil() {
        return assignment.lease().until();
    }

    public long leaseMinutes() {
        return Math.max(0, Duration.between(now, leaseUntil()).toMinutes());
    }

    public boolean isLeaseShort() {
        return leaseMinutes() < 5;
    }
}
