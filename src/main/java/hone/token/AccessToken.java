package hone.token;

import hone.labeler.Labeler;
import hone.labeler.ServiceAccount;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A token as it is stored; the secret itself is not. */
record AccessToken(UUID id, UUID account, String name, String beginning, Grant grant, Life life) {
    /**
     * What it allows.
     *
     * @param project the slug of the only project that it is valid for; empty for all
     */
    record Grant(List<String> scopes, Optional<String> project) {}

    /** When it was created, used and ended. */
    record Life(
            String createdBy,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            Optional<Instant> renewedAt,
            Optional<Instant> revokedAt) {
        boolean over(Instant now) {
            return revokedAt.isPresent() || expired(now);
        }

        boolean expired(Instant now) {
            return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
        }
    }

    /** For templates. */
    public boolean isRevoked() {
        return life.revokedAt().isPresent();
    }

    public boolean isExpired() {
        return !isRevoked() && life.expired(Instant.now());
    }

    /** Another one has taken its place. */
    public boolean isRenewed() {
        return life.renewedAt().isPresent();
    }

    public boolean isOver() {
        return life.over(Instant.now());
    }

    /** What a valid token gives access to. */
    record Shown(ServiceAccount account, Set<String> scopes) {}

    /** Why a token is rejected. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    /** The properties of a new token. */
    record Wanted(UUID account, Optional<UUID> project, List<String> scopes, Optional<Instant> expiresAt, UUID by) {}

    @ApplicationScoped
    static class Repo {
        /** How long the previous token still works after a renewal, so that programs can be updated one by one. */
        static final Duration OVERLAP = Duration.ofHours(24);

        private static final int LISTED_MAX = 200;

        private final Sql sql;
        private final Labeler.Repo labelers;

        Repo(Sql sql, Labeler.Repo labelers) {
            this.sql = sql;
            this.labelers = labelers;
        }

        /** In the transaction of whoever calls. */
        TokenSecret issue(Wanted wanted, Instant now) {
            TokenSecret secret = TokenSecret.random();
            labelers.flush(); // the account may be as new as its token
            sql.run(
                    """
                    insert into api_token (id, labeler_id, project_id, beginning, sha256, scopes, created_by, created_at, expires_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    Uuid7.next(),
                    wanted.account(),
                    wanted.project().orElse(null),
                    secret.beginning(),
                    secret.sha256(),
                    wanted.scopes().toArray(String[]::new),
                    wanted.by(),
                    now,
                    wanted.expiresAt().orElse(null));
            return secret;
        }

        /**
         * A new secret for the same account and scopes; the previous token expires a day later.
         *
         * @throws Conflict if that was done before: what is left of the previous token says nothing of how long the next one runs
         */
        TokenSecret renew(UUID id, UUID by, Instant now) {
            Wanted same = sql.first(
                            """
                            select labeler_id, project_id, scopes, created_at, expires_at from api_token
                            where id = ? and revoked_at is null and (expires_at is null or expires_at > ?) for update""",
                            c -> new Wanted(
                                    c.id("labeler_id"),
                                    c.maybeId("project_id"),
                                    c.texts("scopes"),
                                    longer(c.time("created_at"), c.maybeTime("expires_at"), now),
                                    by),
                            id,
                            now)
                    .orElseThrow(() -> new NotFound("token " + id));
            boolean first = sql.run("""
                            update api_token set renewed_at = ?, expires_at = least(coalesce(expires_at, 'infinity'), ?)
                            where id = ? and renewed_at is null""", now, now.plus(OVERLAP), id) == 1;
            if (!first) {
                throw new Conflict(
                        "This token was renewed before. Renew the one that took its place, or create another.");
            }
            return issue(same, now);
        }

        private static Optional<Instant> longer(Instant begun, Optional<Instant> end, Instant now) {
            return end.map(until -> now.plus(Duration.between(begun, until)));
        }

        /** @return whether it was valid until now */
        boolean revoke(UUID id, UUID by, Instant now) {
            return sql.run(
                            "update api_token set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is null",
                            now,
                            by,
                            id)
                    == 1;
        }

        /** @throws Refused if there is no such token, or it is no longer valid */
        Shown signIn(String text, Instant now) {
            record Found(UUID id, Shown shown, Life life) {}
            Found found = sql.first(
                            """
                            select t.id, t.labeler_id, l.username, t.project_id, t.scopes, t.created_at, t.expires_at,
                              t.last_used_at, t.renewed_at, t.revoked_at
                            from api_token t join labeler l on l.id = t.labeler_id where t.sha256 = ?""",
                            c -> new Found(
                                    c.id("id"),
                                    new Shown(
                                            new ServiceAccount(
                                                    c.id("labeler_id"), c.text("username"), c.maybeId("project_id")),
                                            Scope.whole(c.texts("scopes"))),
                                    new Life(
                                            "",
                                            c.time("created_at"),
                                            c.maybeTime("expires_at"),
                                            c.maybeTime("last_used_at"),
                                            c.maybeTime("renewed_at"),
                                            c.maybeTime("revoked_at"))),
                            new TokenSecret(text).sha256())
                    .orElseThrow(() -> new Refused("There is no such token."));
            if (found.life().revokedAt().isPresent()) {
                throw new Refused("This token was revoked.");
            }
            if (found.life().expired(now)) {
                throw new Refused("This token has expired.");
            }
            if (found.life()
                    .lastUsedAt()
                    .filter(at -> at.isAfter(now.minusSeconds(60)))
                    .isEmpty()) {
                sql.run("update api_token set last_used_at = ? where id = ?", now, found.id());
            }
            return found.shown();
        }

        /** Newest first; expired and revoked ones come last. */
        List<AccessToken> newest(Instant now) {
            return sql.list("""
                    select t.id, t.labeler_id, l.display_name, t.beginning, t.scopes, p.slug, b.display_name as by, t.created_at,
                      t.expires_at, t.last_used_at, t.renewed_at, t.revoked_at
                    from api_token t join labeler l on l.id = t.labeler_id join labeler b on b.id = t.created_by
                    left join project p on p.id = t.project_id
                    order by t.revoked_at is not null or coalesce(t.expires_at < ?, false), t.created_at desc limit %d""".formatted(LISTED_MAX), Repo::read, now);
        }

        private static AccessToken read(Sql.Cells c) throws SQLException {
            return new AccessToken(
                    c.id("id"),
                    c.id("labeler_id"),
                    c.text("display_name"),
                    c.text("beginning"),
                    new Grant(c.texts("scopes"), c.maybeText("slug")),
                    new Life(
                            c.text("by"),
                            c.time("created_at"),
                            c.maybeTime("expires_at"),
                            c.maybeTime("last_used_at"),
                            c.maybeTime("renewed_at"),
                            c.maybeTime("revoked_at")));
        }
    }
}
