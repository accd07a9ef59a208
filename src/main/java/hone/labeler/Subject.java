package hone.labeler;

import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who somebody is to the identity provider, whatever they are called.
 *
 * @param issuer the provider
 * @param id unique there and never given away again, unlike a user name
 */
public record Subject(String issuer, String id) {
    public Subject {
        if (issuer.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("a token without issuer or subject: '" + issuer + "', '" + id + "'");
        }
    }

    static Subject of(JsonWebToken token) {
        return new Subject(
                Optional.ofNullable(token.getIssuer()).orElse(""),
                Optional.ofNullable(token.getSubject()).orElse(""));
    }

    /** Rows from before the issuer was stored have none; they belong to the only provider there was. */
    boolean is(Labeler row) {
        return id.equals(row.subject) && (row.issuer == null || issuer.equals(row.issuer));
    }
}
