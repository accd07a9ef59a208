package hone.task;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Draft, UUID> {
        /** Call it while the assignment is held, so that two savings don't cross. */
        public Draft keep(Assignment assignment, Map<String, List<String>> fields, Instant now) {
            Draft draft = findByIdOptional(assignment.id).orElseGet(() -> {
                Draft added = new Draft();
                added.assignmentId = assignment.id;
                return added;
            });
            draft.fields = Map.copyOf(fields);
            draft.savedAt = now;
            persist(draft);
            return draft;
        }
    }
}
