package hone.review;

import hone.judgment.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether people who judged the same agree enough that nobody else has to be asked. */
final class Majority {
    private Majority() {}

    /**
     * Whether more than half of the judgments say about the same as one of them, by {@link Spread}. Two that disagree have no majority,
     * two of three that agree have one. Each mark of a rating needs a majority, but not the same people for all: whoever is alone about
     * one scale may be right about another. Where judgments can't be compared nobody could settle it, so it is reached.
     */
    static boolean isReached(List<Verdict> verdicts) {
        return questions(verdicts).stream().allMatch(Majority::isReachedAbout);
    }

    private static boolean isReachedAbout(List<Verdict> verdicts) {
        return verdicts.stream().anyMatch(one -> 2 * alike(one, verdicts) > verdicts.size());
    }

    private static long alike(Verdict one, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(other -> !Spread.isDisagreement(List.of(one, other)))
                .count();
    }

    /** What was answered about each thing that was asked: ratings are taken apart into their marks, all else is one question. */
    private static Collection<List<Verdict>> questions(List<Verdict> verdicts) {
        if (!verdicts.stream().allMatch(Verdict.Rating.class::isInstance)) {
            return List.of(verdicts);
        }
        return verdicts.stream()
                .flatMap(verdict -> ((Verdict.Rating) verdict).answers().stream())
                .flatMap(Verdict.Rated::marks)
                .collect(Collectors.groupingBy(
                        Criterion::marked,
                        Collectors.mapping(mark -> (Verdict) new Verdict.Rating(List.of(mark)), Collectors.toList())))
                .values();
    }

    /** What one mark is about; one of the sets is empty. */
    private record Criterion(UUID answer, Set<String> scale, Set<String> flag) {
        static Criterion marked(Verdict.Rated mark) {
            return new Criterion(
                    mark.answer(), mark.scales().keySet(), mark.flags().keySet());
        }
    }
}
