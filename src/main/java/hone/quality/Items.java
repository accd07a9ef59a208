package hone.quality;

import hone.judgment.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What several people said about the same things: the judgments of one task, taken apart into the things that two of them may agree
 * about. A comparison or a ranking is one thing; of a rating, each criterion of each answer is.
 */
final class Items {
    private static final UUID WHOLE_TASK = new UUID(0, 0);

    private final Map<Subject, About> bySubject = new LinkedHashMap<>();

    /**
     * What one person says about one thing.
     *
     * @param said see {@link Form}
     */
    record Opinion(Given by, double[] said) {}

    /** What is said about one subject. */
    static final class About {
        private final Map<UUID, List<Opinion>> byItem = new LinkedHashMap<>();
        private final Set<UUID> givers = new HashSet<>();
        private int simulated;

        Collection<List<Opinion>> items() {
            return byItem.values();
        }

        /** How many judgments say something about it. */
        int judgments() {
            return givers.size();
        }

        /** Those of them that a script gave. */
        int simulated() {
            return simulated;
        }

        private void add(UUID item, Opinion opinion) {
            byItem.computeIfAbsent(item, any -> new ArrayList<>()).add(opinion);
            if (givers.add(opinion.by().labeler()) && opinion.by().simulated()) {
                simulated++;
            }
        }
    }

    private Items() {}

    /** @param task all or some judgments of one task */
    static Items of(List<Given> task) {
        Items items = new Items();
        task.forEach(items::add);
        return items;
    }

    Map<Subject, About> bySubject() {
        return bySubject;
    }

    private void add(Given given) {
        switch (given.verdict()) {
            case Verdict.Preferred v -> {
                int steps = v.degree().steps();
                boolean first = isFirst(v.chosen(), v.rejected());
                say(Subject.COMPARISONS, WHOLE_TASK, given, Form.NEITHER + (first ? -steps : steps));
            }
            case Verdict.Tied v -> say(Subject.COMPARISONS, WHOLE_TASK, given, Form.NEITHER);
            // It prefers neither, as a tie does.
            case Verdict.BothBad v -> say(Subject.COMPARISONS, WHOLE_TASK, given, Form.NEITHER);
            case Verdict.Ranking v -> {
                SortedMap<UUID, Integer> places = places(v);
                // Only orders of the same answers can be compared.
                UUID item = new UUID(places.size(), places.keySet().hashCode());
                say(
                        Subject.RANKINGS,
                        item,
                        given,
                        places.values().stream()
                                .mapToDouble(Integer::doubleValue)
                                .toArray());
            }
            case Verdict.Rating v ->
                v.answers().forEach(rated -> {
                    rated.scales().forEach((name, step) -> say(Subject.scale(name), rated.answer(), given, step - 1));
                    rated.flags().forEach((name, set) -> say(Subject.flag(name), rated.answer(), given, set ? 1 : 0));
                });
            // Nothing was put in an order, or something was written, which is not compared.
            case Verdict.NotRankable v -> {}
            case Verdict.Demonstration v -> {}
            case Verdict.Correction v -> {}
        }
    }

    private void say(Subject subject, UUID item, Given by, double... said) {
        bySubject.computeIfAbsent(subject, any -> new About()).add(item, new Opinion(by, said));
    }

    /**
     * Which of two answers the scale begins with must not depend on anything that answers differ in: if the better one came first
     * more often, agreeing on it would look like chance. The last bits of ids are random.
     */
    private static boolean isFirst(UUID answer, UUID other) {
        int byRandomBits = Long.compareUnsigned(answer.getLeastSignificantBits(), other.getLeastSignificantBits());
        return byRandomBits == 0 ? answer.compareTo(other) < 0 : byRandomBits < 0;
    }

    /** The place of each answer, the answers by their ids. */
    private static SortedMap<UUID, Integer> places(Verdict.Ranking ranking) {
        SortedMap<UUID, Integer> placeByAnswer = new TreeMap<>();
        for (int place = 0; place < ranking.places().size(); place++) {
            for (UUID answer : ranking.places().get(place)) {
                placeByAnswer.put(answer, place);
            }
        }
        return placeByAnswer;
    }
}
