package hone.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import hone.contract.Message;
import hone.kind.WorkKind;
import hone.project.Eligibility;
import hone.project.KindRules;
import hone.project.ReviewRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A task in one person's hands: the slot it holds, the guideline version and the order of answers that this person saw, and
 * what is asked. It is read in one piece, because every work page and every submission needs all of it.
 *
 * @param answers in the order in which this person saw them
 */
public record Assignment(
        UUID id,
        Slot slot,
        Person person,
        State state,
        UUID guidelineVersionId,
        Lease lease,
        Place project,
        Conversation prompt,
        List<Shown> answers,
        Optional<Draft> draft) {

    /** The state of an assignment. Only {@code OPEN} and {@code JUDGED} hold their slot. */
    public enum State {
        /** Being worked on; the slot holds the end of the lease. */
        OPEN,
        /** Its judgment stands. Undoing it makes the assignment open again. */
        JUDGED,
        /** Given back with a reason; this person does not get the task again unless they undo it. */
        SKIPPED,
        /** The lease ended first. A late submission reopens it if a slot is still free. */
        EXPIRED,
        /** Taken back by an admin, or the person left the project. */
        RELEASED
    }

    /**
     * One of the judgments wanted for a task.
     *
     * @param asked how many are wanted
     * @param askedIfDisputed how many at most where people disagree
     */
    public record Slot(UUID task, WorkKind kind, int number, int asked, int askedIfDisputed, Purpose purpose) {
        /** Whether anybody else judges the same task. */
        public boolean isShared() {
            return asked > 1;
        }
    }

    /** What a judgment of the task is for. */
    public enum Purpose {
        /** Models learn from it. */
        DATA,
        /** The right answer is known: it shows whether people find it. */
        GOLD,
        /** They have judged the same answers before: it shows whether they decide the same again. */
        REPEAT;

        static Purpose of(String origin) {
            if (origin.equals(TaskMaker.Origin.GOLD.wireName())) {
                return GOLD;
            }
            return origin.equals(TaskMaker.Origin.REPEAT.wireName()) ? REPEAT : DATA;
        }
    }

    /** @param member whether they still belong to the project */
    public record Person(UUID id, boolean simulated, boolean member) {}

    public record Lease(Instant handedAt, Instant until) {}

    /**
     * What the work page needs to know of its project.
     *
     * @param scored whether reward models say what they expect of its tasks
     */
    public record Place(
            UUID id,
            String slug,
            String name,
            boolean rationaleRequired,
            boolean scored,
            int leaseMinutes,
            Eligibility eligibility,
            KindRules kindRules,
            ReviewRule review) {}

    /** The prompt: the last message, and the ones before it. */
    public record Conversation(UUID id, List<Message> messages) {
        /** The message to be answered. */
        public String lastMessage() {
            return messages.getLast().content();
        }

        public List<Message> earlier() {
            return messages.subList(0, messages.size() - 1);
        }
    }

    /** An answer to be judged. */
    public record Shown(
            UUID id,
            String text,
            @JsonProperty("model_version_id") Optional<UUID> model) {}

    /**
     * The form as last typed: it is there again after closing the browser, and after undoing a judgment.
     *
     * @param writer the open page that saved it last; empty when a submission did
     */
    public record Draft(Map<String, List<String>> fields, Instant savedAt, String writer) {
        /**
         * Whether a page that is about to save a text does not know of this one: then it must ask its reader first.
         *
         * @param page the open page that saves
         * @param known the time of the draft that the page knows, as it was told; empty when it knows of none
         */
        public boolean isUnknownTo(Map<String, List<String>> saved, String page, String known) {
            return !savedAt.toString().equals(known)
                    && !(writer.equals(page) && !page.isEmpty())
                    && !fields.equals(saved);
        }
    }

    public WorkKind kind() {
        return slot.kind;
    }

    public boolean is(State other) {
        return state == other;
    }

    /** The turn of whoever gets the next task after this assignment. */
    TaskQueue.Turn turn() {
        return new TaskQueue.Turn(
                project.id(), person.id, project.leaseMinutes(), project.eligibility(), project.kindRules());
    }
}
