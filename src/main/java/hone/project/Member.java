package hone.project;

import hone.web.Sql;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who works on a project. */
@Entity
@IdClass(Member.Key.class)
public class Member {
    @Id
    @Column(name = "project_id")
    public UUID projectId;

    @Id
    @Column(name = "labeler_id")
    public UUID labelerId;

    @Column(name = "added_by")
    public @Nullable UUID addedBy;

    @Column(name = "added_at")
    public Instant addedAt;

    /** The two ids together. */
    public record Key(UUID projectId, UUID labelerId) implements Serializable {}

    public static Member of(UUID project, UUID labeler, @Nullable UUID addedBy, Instant now) {
        Member member = new Member();
        member.projectId = project;
        member.labelerId = labeler;
        member.addedBy = addedBy;
        member.addedAt = now;
        return member;
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Member, Member.Key> {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        /**
         * Adds a person, unless they are a member already; two calls at a time make one row.
         *
         * @return whether they were not a member before
         */
        public boolean add(Member member) {
            flush(); // the project may be as new as its first member
            return sql.run("""
                            insert into member (project_id, labeler_id, added_by, added_at)
                            values (?, ?, ?, ?) on conflict do nothing""", member.projectId, member.labelerId, member.addedBy, member.addedAt) == 1;
        }

        public boolean includes(UUID project, UUID labeler) {
            return findByIdOptional(new Key(project, labeler)).isPresent();
        }
    }
}
