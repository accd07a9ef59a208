package hone.devstack.launch;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which parts depend on which: this decides what ends together with a part that can't be kept alive. Hone ends when the app
 * does. The app takes judgments without Kafka, since they wait in its outbox; and nothing needs the trainer or the model
 * server.
 */
final class Needs {

    private static final Map<String, Set<String>> NEEDED_BY = Map.of(
            "postgres", Set.of("keycloak", "app"),
            "keycloak", Set.of("app"),
            "kafka", Set.of("trainer"));

    /** The part that Hone exists for. */
    static final String LABELING = "app";

    private Needs() {}

    /** The part and everything that can't do without it. */
    static Set<String> endingWith(String part) {
        Set<String> ending = new TreeSet<>(Set.of(part));
        for (String other : NEEDED_BY.getOrDefault(part, Set.of())) {
            ending.addAll(endingWith(other));
        }
        return ending;
    }

    /** Whether people can keep working when the part is gone. */
    static boolean labelingContinuesWithout(String part) {
        return !endingWith(part).contains(LABELING);
    }
}
