package hone.format;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** What a choice says that stands beside two answers and is about neither: which of them is better. */
final class BetterOfTwo {
    private static final Set<String> TIES = Set.of("tie", "equal", "same", "both", "both good", "about the same");
    private static final Set<String> BOTH_BAD = Set.of("both-bad", "both bad", "bothbad", "neither", "none");

    private BetterOfTwo() {}

    /** Empty if its words tell nothing of the kind. */
    static Optional<Function<Facts, Decision>> of(String chosen, TaskData task) {
        String said = chosen.toLowerCase(Locale.ROOT).strip();
        if (TIES.contains(said)) {
            return Optional.of(facts -> new Decision.Tied(0, 1, facts));
        }
        if (BOTH_BAD.contains(said)) {
            return Optional.of(facts -> new Decision.BothBad(0, 1, facts));
        }
        OptionalInt side = side(said, task);
        if (side.isEmpty()) {
            return Optional.empty();
        }
        int better = side.getAsInt();
        return Optional.of(facts -> new Decision.Preferred(better, 1 - better, OptionalDouble.empty(), facts));
    }

    private static OptionalInt side(String said, TaskData task) {
        for (Map.Entry<String, Integer> named : task.indexes().entrySet()) {
            if (named.getKey().equalsIgnoreCase(said)) {
                return OptionalInt.of(named.getValue());
            }
        }
        return switch (said.replaceAll("^(answer|response|option|model)[ _-]?|( is)? better$", "")) {
            case "a", "1", "left", "first" -> OptionalInt.of(0);
            case "b", "2", "right", "second" -> OptionalInt.of(1);
            default -> OptionalInt.empty();
        };
    }
}
