package hone.labeler;

import java.security.Principal;
import java.util.Optional;
import java.util.UUID;

/**
 * A program that authenticated with one of Hone's own tokens; its row is known without asking the identity provider.
 *
 * @param project the only project that it may see; empty if it may see all
 */
public record ServiceAccount(UUID labeler, String username, Optional<UUID> project) implements Principal {
    @Override
    public String getName() {
        return username;
    }
}
