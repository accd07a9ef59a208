package hone.quality;

import hone.evaluation.Share;
import hone.evaluation.reliability.LabelerBiases;
import hone.judgment.Verdict;
import hone.pause.PauseRule;
import hone.work.Pace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rules measure in a person's newest judgments. */
final class NewestWork {
    private NewestWork() {}

    /**
     * One of them.
     *
     * @param others what others say about the same task
     * @param characters of all answers together
     */
    record One(Given mine, List<Given> others, long characters) {}

    /** @return no entry where there is nothing that a rule looks at */
    static Map<PauseRule, Share> measured(List<One> newest) {
        Map<PauseRule, Share> measured = new EnumMap<>(PauseRule.class);
        for (PauseRule rule : PauseRule.values()) {
            Optional<Share> share = switch (rule) {
                case AGREEMENT -> agreement(newest);
                case SPEED -> speed(newest);
                case SIDE -> side(newest);
                // These are no judgments like the others, see ReadNewest.
                case GOLD, CONSISTENCY -> Optional.<Share>empty();
            };
            share.ifPresent(found -> measured.put(rule, found));
        }
        return measured;
    }

    private static Optional<Share> agreement(List<One> newest) {
        double agreed = 0;
        long of = 0;
        for (One one : newest) {
            // Two steps of a scale that are next to each other are no disagreement, and counted as equal or not they
            // would be one.
            if (one.mine().verdict() instanceof Verdict.Rating) {
                continue;
            }
            List<Given> task = new ArrayList<>(one.others());
            task.add(one.mine());
            Optional<Double> share =
                    Optional.ofNullable(WithOthers.shares(Items.of(task)).get(one.mine()));
            agreed += share.orElse(0.0);
            of += share.isPresent() ? 1 : 0;
        }
        return of == 0 ? Optional.empty() : Optional.of(new Share(Math.clamp(agreed / of, 0, 1), of));
    }

    private static Optional<Share> speed(List<One> newest) {
        List<One> readable = newest.stream()
                .filter(one -> Pace.isWorthAsking(one.characters()))
                .toList();
        long fast = readable.stream()
                .filter(one -> Pace.isTooFast(one.characters(), one.mine().seconds()))
                .count();
        return share(fast, readable.size());
    }

    private static Optional<Share> side(List<One> newest) {
        LabelerBiases.Tally sides = new LabelerBiases.Tally(0);
        newest.forEach(one -> one.mine().pair().ifPresent(sides::add));
        return sides.biases()
                .left()
                .toOptional()
                .map(left -> new Share(Math.max(left.share(), 1 - left.share()), left.of()));
    }

    private static Optional<Share> share(long count, long of) {
        return of == 0 ? Optional.empty() : Optional.of(new Share((double) count / of, of));
    }
}
