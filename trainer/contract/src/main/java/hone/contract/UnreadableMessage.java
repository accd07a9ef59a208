package hone.contract;

import java.util.List;
import java.util.stream.Collectors;

/** A message or file that is not of the expected shape; the text tells a person why. */
public final class UnreadableMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    public UnreadableMessage(String reason) {
        super(reason);
        violations = List.of();
    }

    public UnreadableMessage(String reason, Throwable cause) {
        super(reason, cause);
        violations = List.of();
    }

    public UnreadableMessage(List<Violation> violations) {
        super(violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** Each value that can't be taken; empty where the whole is none of what was expected. */
    public List<Violation> violations() {
        return violations;
    }
}
