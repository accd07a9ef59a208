package hone.export;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What people are called outside: a keyed hash of their id, the same in every export of a project and another one in every project.
 * Without the project's secret nobody can tell who it is, not even by trying all people.
 */
final class Pseudonyms {
    private static final String HASH = "HmacSHA256";
    private static final int BYTES = 6;

    private final SecretKeySpec secret;

    Pseudonyms(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HASH);
    }

    String of(UUID labeler) {
        return of(labeler.toString());
    }

    /** Of somebody who is no person of ours: the name under which their judgments were imported. */
    String of(String name) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(secret);
            byte[] hash = mac.doFinal(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return "labeler-" + HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }

    /** The secrets, one a project, made when it is first needed. */
    @ApplicationScoped
    static class Repo {
        private static final int SECRET_BYTES = 32;

        private final Sql sql;
        private final SecureRandom random = new SecureRandom();

        Repo(Sql sql) {
            this.sql = sql;
        }

        @Transactional
        Pseudonyms of(UUID project) {
            byte[] fresh = new byte[SECRET_BYTES];
            random.nextBytes(fresh);
            sql.run(
                    "insert into export_secret (project_id, secret) values (?, ?) on conflict (project_id) do nothing",
                    project,
                    fresh);
            return sql.first(
                            "select encode(secret, 'hex') as secret from export_secret where project_id = ?",
                            c -> new Pseudonyms(HexFormat.of().parseHex(c.text("secret"))),
                            project)
                    .orElseThrow();
        }
    }
}
