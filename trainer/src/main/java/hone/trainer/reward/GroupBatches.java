package hone.trainer.reward;

import hone.trainer.data.EpochBatches;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The judgments of a step. */
final class GroupBatches {
    private final List<ScoredGroup> groups;
    private final EpochBatches batches;

    GroupBatches(List<ScoredGroup> groups, int batchGroups, long seed) {
        this.groups = groups;
        this.batches = new EpochBatches(groups.size(), batchGroups, seed);
    }

    long perEpoch() {
        return batches.perEpoch();
    }

    List<ScoredGroup> at(long step) {
        return Arrays.stream(batches.at(step)).mapToObj(groups::get).toList();
    }

    /**
     * A batch in at most two parts of whole groups, the short ones and the long ones, so that little is padded and both take
     * about as long. Two, because the sum of two gradients does not depend on which is ready first.
     */
    static List<List<ScoredGroup>> inTwo(List<ScoredGroup> batch) {
        List<ScoredGroup> sorted = batch.stream()
                .sorted(Comparator.comparingInt(ScoredGroup::longest))
                .toList();
        int best = sorted.size();
        for (int cut = 1; cut < sorted.size(); cut++) {
            if (slower(sorted, cut) < slower(sorted, best)) {
                best = cut;
            }
        }
        return best == sorted.size()
                ? List.of(sorted)
                : List.of(sorted.subList(0, best), sorted.subList(best, sorted.size()));
    }

    private static long slower(List<ScoredGroup> sorted, int cut) {
        return Math.max(cells(sorted.subList(0, cut)), cells(sorted.subList(cut, sorted.size())));
    }

    private static long cells(List<ScoredGroup> groups) {
        long rows = groups.stream().mapToLong(group -> group.rows().size()).sum();
        return rows * groups.stream().mapToInt(ScoredGroup::longest).max().orElse(0);
    }
}
