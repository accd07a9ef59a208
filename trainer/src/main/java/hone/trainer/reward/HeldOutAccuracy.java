package hone.trainer.reward;

import hone.trainer.data.Preferences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a reward model prefers what people preferred, by the degree of their preference, and how often people agree with each
 * other where several judged the same two answers. A model can't be expected to agree more than they do.
 */
final class HeldOutAccuracy {
    private static final List<String> DEGREES = List.of("slightly", "better", "much");

    private final Map<String, List<Boolean>> right = new HashMap<>();
    private final Map<SamePair, List<Vote>> votes = new HashMap<>();
    private double loss;
    private double groups;

    /** Two answers of one prompt in alphabetical order, so that each pair has one key. */
    private record SamePair(String promptId, String first, String second) {}

    private record Vote(boolean forFirst, boolean modelForFirst) {}

    /** @param scores one per answer of the group */
    void add(Preferences.Group group, float[] scores) {
        groups++;
        for (Preferences.Pair pair : group.pairs()) {
            double difference = scores[pair.better()] - scores[pair.worse()];
            boolean agrees = difference > 0;
            right.computeIfAbsent(degree(pair.margin()), degree -> new ArrayList<>())
                    .add(agrees);
            loss += pair.weight() * Math.log1p(Math.exp(-(difference - pair.margin())));
            String better = group.answers().get(pair.better());
            String worse = group.answers().get(pair.worse());
            boolean inOrder = better.compareTo(worse) < 0;
            votes.computeIfAbsent(
                            new SamePair(group.prompt().promptId(), inOrder ? better : worse, inOrder ? worse : better),
                            pairOf -> new ArrayList<>())
                    .add(new Vote(inOrder, inOrder == agrees));
        }
    }

    /** Margins are thirds: one, two or three steps. */
    private static String degree(double margin) {
        return DEGREES.get(Math.clamp(Math.round(3 * margin) - 1, 0, 2));
    }

    /** {@code accuracy}, {@code accuracy/much} …, {@code people/agreement} …; metrics without any data are left out. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new HashMap<>();
        List<Boolean> all = right.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return metrics;
        }
        metrics.put("accuracy", share(all));
        metrics.put("pairs", (double) all.size());
        metrics.put("groups", groups);
        metrics.put("loss", loss / groups);
        right.forEach((degree, some) -> {
            metrics.put("accuracy/" + degree, share(some));
            metrics.put("pairs/" + degree, (double) some.size());
        });
        addPeople(metrics);
        return metrics;
    }

    private void addPeople(Map<String, Double> metrics) {
        long agreeing = 0;
        long compared = 0;
        List<Boolean> modelOnThese = new ArrayList<>();
        for (List<Vote> several : votes.values()) {
            long forFirst = several.stream().filter(Vote::forFirst).count();
            long others = several.size() - forFirst;
            if (several.size() > 1) {
                agreeing += forFirst * (forFirst - 1) / 2 + others * (others - 1) / 2;
                compared += (long) several.size() * (several.size() - 1) / 2;
                several.forEach(vote -> modelOnThese.add(vote.forFirst == vote.modelForFirst));
            }
        }
        if (compared > 0) {
            metrics.put("people/agreement", (double) agreeing / compared);
            metrics.put("people/pairs", (double) compared);
            metrics.put("people/accuracy", share(modelOnThese));
        }
    }

    private static double share(List<Boolean> some) {
        return (double) some.stream().filter(yes -> yes).count() / some.size();
    }
}
