package hone.trainer.reward;

import hone.trainer.data.EpochBatches;
import java.util.Arrays;
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
}
