package hone.task;

import hone.web.NotFound;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task in one person's hands: the slot it holds, the guideline version and the order that this person saw. */
@Entity
public class Assignment {
    @Id
    public UUID id;

    @Column(name = "task_id")
    public UUID taskId;

    @Column(name = "slot_number")
    public int slotNumber;

    @Column(name = "labeler_id")
    public UUID labelerId;

    @Column(name = "guideline_version_id")
    public UUID guidelineVersionId;

    /** Of the presented order, see {@link PresentedOrder}. */
    public long seed;

    @Column(name = "handed_at")
    public Instant handedAt;

    @Convert(converter = StateColumn.class)
    public State state;

    @Column(name = "closed_at")
    public @Nullable Instant closedAt;

    @Column(name = "skip_reason")
    public @Nullable String skipReason;

    @Column(name = "skip_note")
    public @Nullable String skipNote;

    public boolean is(State asked) {
        return state == asked;
    }

    /** Where an assignment stands. Only {@code OPEN} and {@code JUDGED} hold their slot. */
    public enum State {
        /** Being worked on; the slot's lease says until when. */
        OPEN,
        /** Its judgment stands. Undoing it leads back to open. */
        JUDGED,
        /** Given back with a reason; this person never gets the task again. */
        SKIPPED,
        /** The lease ended first. A late submission leads back through open when a slot is still free. */
        EXPIRED,
        /** Taken back by an admin, or the person left the project. */
        RELEASED
    }

    /** States as the database spells them. */
    @Converter
    public static class StateColumn implements AttributeConverter<State, String> {
        @Override
        public String convertToDatabaseColumn(State state) {
            return state.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public State convertToEntityAttribute(String column) {
            return State.valueOf(column.toUpperCase(Locale.ROOT));
        }
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Assignment, UUID> {
        private final EntityManager database;

        Repo(EntityManager database) {
            this.database = database;
        }

        /** For looking at it. Somebody else's is not there. */
        public Assignment of(UUID id, UUID labeler) {
            return find("id = ?1 and labelerId = ?2", id, labeler)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("assignment " + id));
        }

        /**
         * For changing it: nobody else changes it until the transaction ends. The slot is locked first, as everywhere, so that
         * a submission and the end of a lease wait for each other instead of killing each other.
         */
        public Assignment hold(UUID id, UUID labeler) {
            Assignment assignment = of(id, labeler);
            lockSlot(assignment);
            database.refresh(assignment, LockModeType.PESSIMISTIC_WRITE);
            return assignment;
        }

        /** The assignment of this person's last judgment, where it can still be undone: no dataset was frozen with it. */
        public Optional<UUID> undoable(UUID labeler) {
            List<?> last = database.createNativeQuery("""
                            select last.id from (
                              select a.id, j.id as judgment_id from assignment a
                              join judgment j on j.assignment_id = a.id and j.withdrawn_at is null
                              where a.labeler_id = ?1 and a.state = 'judged' order by a.closed_at desc limit 1) last
                            where not exists (
                              select 1 from dataset_judgment d where d.judgment_id = last.judgment_id)""", UUID.class)
                    .setParameter(1, labeler)
                    .getResultList();
            return last.stream().map(UUID.class::cast).findFirst();
        }

        /** The answers as this person saw them, first shown first. */
        public List<UUID> presented(Assignment assignment) {
            List<?> answers = database.createNativeQuery(
                            "select answer_id from assignment_answer where assignment_id = ?1 order by position",
                            UUID.class)
                    .setParameter(1, assignment.id)
                    .getResultList();
            return answers.stream().map(UUID.class::cast).toList();
        }

        public Instant leaseUntil(Assignment assignment) {
            return (Instant) database.createNativeQuery("""
                            select coalesce(lease_until, ?3) from slot where task_id = ?1 and number = ?2""", Instant.class)
                    .setParameter(1, assignment.taskId)
                    .setParameter(2, assignment.slotNumber)
                    .setParameter(3, Instant.EPOCH)
                    .getSingleResult();
        }

        public void extend(Assignment assignment, Instant until) {
            slot(assignment, "taken", until);
        }

        public void judged(Assignment assignment, Instant now) {
            slot(assignment, "judged", null);
            assignment.state = State.JUDGED;
            assignment.closedAt = now;
        }

        public void skipped(Assignment assignment, SkipReason reason, String note, Instant now) {
            boolean held = assignment.is(State.OPEN);
            if (held) {
                slot(assignment, "free", null);
            }
            assignment.state = State.SKIPPED;
            assignment.closedAt = now;
            assignment.skipReason = reason.wireName();
            assignment.skipNote = note.isBlank() ? null : note;
        }

        /** A judgment was taken back: the same slot is in work again. */
        public void reopened(Assignment assignment, Instant until) {
            slot(assignment, "taken", until);
            assignment.state = State.OPEN;
            assignment.closedAt = null;
        }

        /** Takes a slot of its task again after the lease has ended: the one it had, or another that is free. */
        public boolean retake(Assignment assignment, Instant until) {
            List<?> taken = database.createNativeQuery("""
                            with free as (
                                select task_id, number from slot where task_id = ?1 and state = 'free'
                                order by number = ?2 desc, number limit 1 for update skip locked)
                            update slot s set state = 'taken', lease_until = ?3 from free f
                            where s.task_id = f.task_id and s.number = f.number returning s.number""", Integer.class)
                    .setParameter(1, assignment.taskId)
                    .setParameter(2, assignment.slotNumber)
                    .setParameter(3, until)
                    .getResultList();
            if (taken.isEmpty()) {
                return false;
            }
            assignment.slotNumber = (Integer) taken.getFirst();
            assignment.state = State.OPEN;
            assignment.closedAt = null;
            return true;
        }

        private void lockSlot(Assignment assignment) {
            database.createNativeQuery("select number from slot where task_id = ?1 and number = ?2 for update")
                    .setParameter(1, assignment.taskId)
                    .setParameter(2, assignment.slotNumber)
                    .getResultList();
        }

        private void slot(Assignment assignment, String state, @Nullable Instant leaseUntil) {
            int changed = database.createNativeQuery("""
                            update slot s
                            set state = case when ?3 = 'free' and t.closed_at is not null then 'closed' else ?3 end,
                                lease_until = cast(?4 as timestamptz)
                            from task t where t.id = s.task_id and s.task_id = ?1 and s.number = ?2""")
                    .setParameter(1, assignment.taskId)
                    .setParameter(2, assignment.slotNumber)
                    .setParameter(3, state)
                    .setParameter(4, leaseUntil == null ? null : leaseUntil.toString())
                    .executeUpdate();
            if (changed != 1) {
                throw new IllegalStateException("assignment " + assignment.id + " has no slot");
            }
        }
    }
}
