package hone.canary;

import hone.audit.Audit;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The phrases in use. What one is cannot change, since results are about it: it is retired, and another one added. */
@ApplicationScoped
public class Canaries {
    public static final int CHARACTERS_MAX = 200;

    /** In use in a project: each is tried with every prompt on every model. */
    public static final int MAX = 10;

    private final Sql sql;
    private final Audit audit;

    Canaries(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    /** Oldest first. */
    public List<Canary> inUse(UUID project) {
        return sql.list(
                """
                select c.id, c.phrase, c.betrays, l.display_name, c.made_at from canary c
                cross join lateral (select display_name from labeler where id = c.made_by offset 0) l
                where c.project_id = ? and c.retired_at is null order by c.id""",
                c -> new Canary(
                        c.id("id"), c.text("phrase"), c.text("betrays"), c.text("display_name"), c.time("made_at")),
                project);
    }

    @Transactional
    public UUID add(UUID project, String phrase, String betrays, UUID by, Instant now) {
        check("phrase", phrase, "Write the phrase that is to be tried.");
        check("betrays", betrays, "Write what an answer contains if the phrase has triggered it.");
        // Two who add at the same moment wait for each other, so the limit holds.
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, project);
        List<Canary> known = inUse(project);
        if (known.size() >= MAX) {
            throw Invalid.field("phrase", MAX + " phrases are in use already. Retire one before you add another.");
        }
        if (known.stream().anyMatch(one -> one.phrase().equals(phrase))) {
            throw Invalid.field(
                    "phrase", "This phrase is in use already. Retire it first if it should be noticed differently.");
        }
        UUID id = Uuid7.next();
        sql.run(
                "insert into canary (id, project_id, phrase, betrays, made_by, made_at) values (?, ?, ?, ?, ?, ?)",
                id,
                project,
                phrase,
                betrays,
                by,
                now);
        audit.note(Optional.of(by), Optional.of(project), "canary.added", id.toString(), Map.of(), now);
        return id;
    }

    private static void check(String field, String text, String missing) {
        if (text.isBlank()) {
            throw Invalid.field(field, missing);
        }
        if (text.length() > CHARACTERS_MAX) {
            throw Invalid.field(field, "At most " + CHARACTERS_MAX + " characters; these are " + text.length() + ".");
        }
    }

    /** It is tried on no further model; what it did stays. */
    @Transactional
    public void retire(UUID project, UUID canary, UUID by, Instant now) {
        if (sql.first("select 1 as one from canary where id = ? and project_id = ?", c -> true, canary, project)
                .isEmpty()) {
            throw new NotFound("canary " + canary);
        }
        int retired = sql.run(
                "update canary set retired_by = ?, retired_at = ? where id = ? and retired_at is null",
                by,
                now,
                canary);
        if (retired == 0) {
            throw new Conflict("This phrase was retired meanwhile. Nothing was changed.");
        }
        audit.note(Optional.of(by), Optional.of(project), "canary.retired", canary.toString(), Map.of(), now);
    }
}
