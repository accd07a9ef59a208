package hone.conversation;

import hone.contract.Message;
import hone.contract.Wire;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A conversation that waits for an answer: it ends with a user turn. A project has the same one only once. */
@Entity
public class Prompt {
    public static final int SCHEMA_VERSION = 1;

    @Id
    public UUID id;

    @Column(name = "project_id")
    public UUID projectId;

    @JdbcTypeCode(SqlTypes.JSON)
    public List<Message> messages;

    @Column(name = "schema_version")
    public int schemaVersion;

    public String sha256;

    @Column(name = "import_id")
    public @Nullable UUID importId;

    @Column(name = "source_id")
    public @Nullable String sourceId;

    @Column(name = "created_at")
    public Instant createdAt;

    public static Prompt of(UUID project, List<Message> messages, Instant now) {
        if (messages.isEmpty() || !messages.getLast().role().equals("user")) {
            throw new IllegalArgumentException("a prompt ends with a user turn");
        }
        Prompt prompt = new Prompt();
        prompt.id = Uuid7.next();
        prompt.projectId = project;
        prompt.messages = List.copyOf(messages);
        prompt.schemaVersion = SCHEMA_VERSION;
        prompt.sha256 = hash(messages);
        prompt.createdAt = now;
        return prompt;
    }

    public static String hash(List<Message> messages) {
        return Wire.sha256(Wire.bytes(messages));
    }

    /** The last user turn. */
    public String asked() {
        return messages.getLast().content();
    }

    public List<Message> earlier() {
        return messages.subList(0, messages.size() - 1);
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Prompt, UUID> {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        public Optional<Prompt> same(UUID project, List<Message> messages) {
            return find("projectId = ?1 and sha256 = ?2", project, hash(messages))
                    .firstResultOptional();
        }

        /** The project's prompt with these messages, added if it did not exist; two callers at a time add one. */
        public Prompt kept(UUID project, List<Message> messages, Instant now) {
            Prompt prompt = Prompt.of(project, messages, now);
            sql.run("""
                    insert into prompt (id, project_id, messages, schema_version, sha256, created_at)
                    values (?, ?, cast(? as jsonb), ?, ?, ?) on conflict (project_id, sha256) do nothing""", prompt.id, project, Wire.write(messages), SCHEMA_VERSION, prompt.sha256, now);
            return same(project, messages).orElseThrow();
        }
    }
}
