package hone.task;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The form of an assignment as it was last typed: found again after closing the browser, and after undoing a judgment. */
@Entity
public class Draft {
    @Id
    @Column(name = "assignment_id")
    public UUID assignmentId;

    @JdbcTypeCode(SqlTypes.JSON)
    public Map<String, List<String>> fields;

    @Column(name = "saved_at")
    public Instant savedAt;

    /** The open page that saved it last; empty when a submission did. */
    public String writer = "";

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Draft, UUID> {
        /**
         * What stands there when a page that knows only of an earlier text saves another: the page must ask its reader first.
         *
         * @param known when the draft was saved that the page knows, as it was told; empty when it knows of none
         */
        public Optional<Draft> unknownTo(
                Assignment assignment, Map<String, List<String>> fields, String writer, String known) {
            return findByIdOptional(assignment.id)
                    .filter(there -> !there.savedAt.toString().equals(known)
                            && !(there.writer.equals(writer) && !writer.isEmpty())
                            && !there.fields.equals(fields));
        }

        /** Call it while the assignment is held, so that two savings don't cross. */
        public Draft keep(Assignment assignment, Map<String, List<String>> fields, Instant now) {
            Draft draft = findByIdOptional(assignment.id).orElseGet(() -> {
                Draft added = new Draft();
                added.assignmentId = assignment.id;
                return added;
            });
            draft.fields = Map.copyOf(fields);
            draft.savedAt = now;
            draft.writer = "";
            persist(draft);
            return draft;
        }
    }
}
