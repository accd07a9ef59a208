package hone.round;

import hone.run.Outcome;
import hone.web.NotFound;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One turn of the loop: freeze, train, sample. Its progress follows from its dataset and its runs. */
@Entity
@Table(name = "round")
public class Round {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    public int number;

    /** Null: started by a button. */
    @Column(name = "due_at")
    public @Nullable Instant dueAt;

    /** It was due while the app was down. */
    public boolean late;

    @Column(name = "started_by")
    public @Nullable UUID startedBy;

    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "dataset_id")
    public @Nullable UUID datasetId;

    @Column(name = "finished_at")
    public @Nullable Instant finishedAt;

    @Convert(converter = Outcome.Column.class)
    public @Nullable Outcome outcome;

    public @Nullable String reason;

    static Round of(UUID project, int number, Instant now) {
        Round round = new Round();
        round.id = Uuid7.next();
        round.projectId = project;
        round.number = number;
        round.startedAt = now;
        return round;
    }

    void finish(Outcome how, @Nullable String why, Instant now) {
        outcome = how;
        reason = why;
        finishedAt = now;
    }

    /** After a stage has failed, somebody tries it again by hand. */
    void resume() {
        outcome = null;
        reason = null;
        finishedAt = null;
    }

    RoundState state() {
        return RoundState.of(Optional.ofNullable(outcome));
    }

    public boolean finished() {
        return finishedAt != null;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Round, UUID> {
        public Round numbered(UUID project, int number) {
            return find("projectId = ?1 and number = ?2", project, number)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("round " + number));
        }

        public Optional<Round> running(UUID project) {
            return find("projectId = ?1 and finishedAt is null", project).firstResultOptional();
        }

        public Optional<Round> newest(UUID project) {
            return find("projectId = ?1 order by number desc", project).firstResultOptional();
        }

        public List<Round> of(UUID project) {
            return find("projectId = ?1 order by number desc", project)
                    .page(0, 100)
                    .list();
        }

        List<UUID> unfinished() {
            return list("finishedAt is null order by startedAt").stream()
                    .map(round -> round.id)
                    .toList();
        }
    }
}
