package hone.review;

import hone.judgment.Verdict;
import hone.kind.WorkKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.DoubleStream;

/**
 * How far apart the judgments of one task are: 0 where they say the same, 1 where they are as far apart as can be. Two comparisons are
 * the distance of their steps on the scale from “A much better” to “B much better” (six steps), half of it where both are on the same
 * side; “both bad” beside a choice is one half. Two rankings are (1 − Kendall's τ) / 2 over their pairs, a tie in one of them counting as half a pair. Two ratings are the
 * distance of their marks where it is largest: the steps between them of the six from 1 to 7, or 1 where only one of them sets a flag.
 * Marks that only one of them gives, because the guideline named other criteria then, say nothing. Of several judgments the two furthest
 * apart count.
 */
public final class Spread {
    /** From here on people disagree about which answer is better: on different sides, or a tie beside “better”. */
    private static final double OPPOSED = 0.3;

    /**
     * From here on people disagree about an answer by itself: three of six steps, since a mark has no other side, and people who mean the
     * same are often one or two steps apart.
     */
    private static final double RATED_APART = 0.5;

    private static final int STEPS = 6;
    private static final double BAD_BESIDE_A_CHOICE = 0.5;

    private Spread() {}

    /** @return empty where two judgments of this kind of work can't be compared: written answers differ by nature */
    static OptionalDouble of(List<Verdict> verdicts) {
        return Arrays.stream(distances(verdicts)).max();
    }

    /** The distance of each two judgments of one task that can be compared. */
    public static double[] distances(List<Verdict> verdicts) {
        DoubleStream.Builder distances = DoubleStream.builder();
        for (int i = 0; i < verdicts.size(); i++) {
            for (int j = i + 1; j < verdicts.size(); j++) {
                between(verdicts.get(i), verdicts.get(j)).ifPresent(distances);
            }
        }
        return distances.build().toArray();
    }

    /** @param spread of judgments of this kind of work */
    static boolean isDisagreement(WorkKind kind, OptionalDouble spread) {
        return spread.isPresent() && spread.getAsDouble() >= disagreement(kind);
    }

    /** @param verdicts about one task */
    static boolean isDisagreement(List<Verdict> verdicts) {
        return verdicts.stream().findFirst().stream().anyMatch(first -> isDisagreement(first.workKind(), of(verdicts)));
    }

    private static double disagreement(WorkKind kind) {
        return switch (kind) {
            case COMPARISON, RANKING, CORRECTION, DEMONSTRATION -> OPPOSED;
            case RATING -> RATED_APART;
        };
    }

    private static OptionalDouble between(Verdict one, Verdict other) {
        if (one.workKind() != other.workKind()) {
            return OptionalDouble.empty();
        }
        return switch (one.workKind()) {
            case COMPARISON -> OptionalDouble.of(comparisons(one, other));
            case RANKING -> rankings(one, other);
            case RATING -> marks((Verdict.Rating) one, (Verdict.Rating) other).max();
            case CORRECTION, DEMONSTRATION -> OptionalDouble.empty();
        };
    }

    private static double comparisons(Verdict one, Verdict other) {
        boolean bad = one instanceof Verdict.BothBad;
        if (bad || other instanceof Verdict.BothBad) {
            boolean both = bad && other instanceof Verdict.BothBad;
            return both ? 0 : BAD_BESIDE_A_CHOICE;
        }
        int here = step(one, side(one));
        int there = step(other, side(one));
        double apart = Math.abs(here - there) / (double) STEPS;
        return here * there > 0 ? apart / 2 : apart;
    }

    /** One of the two answers, the same for both verdicts. */
    private static UUID side(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Preferred v -> v.chosen().compareTo(v.rejected()) < 0 ? v.chosen() : v.rejected();
            case Verdict.Tied v -> v.first().compareTo(v.second()) < 0 ? v.first() : v.second();
            default -> throw new IllegalArgumentException(verdict + " chooses no side");
        };
    }

    private static int step(Verdict verdict, UUID side) {
        return verdict instanceof Verdict.Preferred v
                ? (v.chosen().equals(side) ? v.degree().steps() : -v.degree().steps())
                : 0;
    }

    private static OptionalDouble rankings(Verdict one, Verdict other) {
        if (!(one instanceof Verdict.Ranking first) || !(other instanceof Verdict.Ranking second)) {
            boolean same = one.getClass() == other.getClass();
            return OptionalDouble.of(same ? 0 : BAD_BESIDE_A_CHOICE);
        }
        Map<UUID, Integer> places = places(first);
        Map<UUID, Integer> others = places(second);
        if (!others.keySet().equals(places.keySet())) {
            return OptionalDouble.empty();
        }
        int[] here = places.values().stream().mapToInt(Integer::intValue).toArray();
        int[] there = places.keySet().stream()
                .mapToInt(answer -> others.getOrDefault(answer, 0))
                .toArray();
        double apart = 0;
        int pairs = 0;
        for (int i = 0; i < here.length; i++) {
            for (int j = i + 1; j < here.length; j++) {
                apart += Math.abs(Integer.compare(here[i], here[j]) - Integer.compare(there[i], there[j])) / 2.0;
                pairs++;
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(apart / pairs);
    }

    private static Map<UUID, Integer> places(Verdict.Ranking ranking) {
        Map<UUID, Integer> places = new HashMap<>();
        for (int place = 0; place < ranking.places().size(); place++) {
            for (UUID answer : ranking.places().get(place)) {
                places.put(answer, place);
            }
        }
        return places;
    }

    /** The distances of the marks that both give. */
    private static DoubleStream marks(Verdict.Rating one, Verdict.Rating other) {
        return one.answers().stream()
                .flatMapToDouble(rated -> other.answers().stream()
                        .filter(again -> again.answer().equals(rated.answer()))
                        .flatMapToDouble(again -> marks(rated, again)));
    }

    private static DoubleStream marks(Verdict.Rated one, Verdict.Rated other) {
        Map<String, Integer> scales = other.scales();
        Map<String, Boolean> flags = other.flags();
        return DoubleStream.concat(
                one.scales().entrySet().stream()
                        .filter(mark -> scales.containsKey(mark.getKey()))
                        .mapToDouble(mark ->
                                Math.abs(mark.getValue() - scales.getOrDefault(mark.getKey(), 0)) / (double) STEPS),
                one.flags().entrySet().stream()
                        .filter(mark -> flags.containsKey(mark.getKey()))
                        .mapToDouble(mark -> mark.getValue().equals(flags.get(mark.getKey())) ? 0 : 1));
    }
}
