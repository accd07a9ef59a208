package hone.task;

import hone.kind.WorkKind;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One question about one prompt, asked of several people. Its slots say how many may still answer. */
@Entity
public class Task {
    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    @Column(name = "prompt_id")
    public UUID promptId;

    public WorkKind kind;

    public int asked;

    /** A {@link TaskMaker.Origin} by its wire name. */
    public String origin;

    @Column(name = "origin_id")
    public @Nullable String originId;

    /** Counts the tasks of one kind that one origin asked for about this prompt. */
    public int part;

    public int priority;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Withdrawn; its free slots are gone. */
    @Column(name = "closed_at")
    public @Nullable Instant closedAt;

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Task, UUID> {}
}
