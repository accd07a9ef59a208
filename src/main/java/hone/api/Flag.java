package hone.api;

import hone.web.Invalid;
import org.jspecify.annotations.Nullable;

/** A parameter that is {@code true} or {@code false}; anything else would be a surprise in one of the two directions. */
final class Flag {
    private Flag() {}

    static boolean isSet(String name, @Nullable String sent) {
        return switch (sent) {
            case "true" -> true;
            case "false" -> false;
            case null -> false;
            default -> throw Invalid.field(name, "Either true or false.");
        };
    }
}
