package hone.trainer.reward;

import hone.trainer.data.EpochBatches;
import hone.trainer.run.DataParallel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The judgments of a step that this process learns from. */
final class GroupBatches {
    private final List<ScoredGroup> groups;
    private final EpochBatches batches;
    private final DataParallel together;

    GroupBatches(List<ScoredGroup> groups, int batchGroups, long seed, DataParallel together) {
        this.together = together;
        this.groups = groups;
        this.batches = new EpochBatches(groups.size(), batchGroups, seed);
    }

    long perEpoch() {
        return batches.perEpoch();
    }

    /**
     * What a step learns from.
     *
     * @param groupCount of all processes
     * @param groups of this one; none if there are fewer groups than processes
     */
    record Batch(int groupCount, List<ScoredGroup> groups) {}

    Batch at(long step) {
        List<ScoredGroup> batch =
                Arrays.stream(batches.at(step)).mapToObj(groups::get).toList();
        List<ScoredGroup> bySize = batch.stream()
                .sorted(Comparator.comparingInt(GroupBatches::tokens))
                .toList();
        return new Batch(batch.size(), together.count() == 1 ? batch : together.share(bySize));
    }

    private static int tokens(ScoredGroup group) {
        return group.rows().size() * group.longest();
    }
}
