package hone.review;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who reviews.
 *
 * @param judge the same person if work is handed to them too, or nobody: what they may still judge is hidden from them
 * @param through the service account that works in their name; empty where they do it themselves
 */
public record Reviewer(UUID id, UUID judge, Optional<UUID> through) {
    public static Reviewer themselves(UUID id, UUID judge) {
        return new Reviewer(id, judge, Optional.empty());
    }

    /** What the audit says of a decision, and through which account it came. */
    Map<String, ?> audited(Map<String, ?> detail) {
        Map<String, Object> said = new LinkedHashMap<>(detail);
        through.ifPresent(account -> said.put("through", account.toString()));
        return said;
    }
}
