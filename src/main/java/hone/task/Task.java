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

/** One question about one prompt, asked of several people. Its slots tell how many may still answer. */
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

    /** The wire name of a {@link TaskMaker.Origin}. */
    public String origin;

    @Column(name = "origin_id")
    public @Nullable String originId;

    /** Numbers the tasks of one kind that one origin asked for about this prompt. */
    public int part;

    public int priority;

    @Column(name = "created_at")
    public Instant createdAt;

    /** When it was withdrawn; its free slots are closed. */
    @Column(name = "closed_at")
    public @Nullable Instant closedAt;

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Task, UUID> {}
}
