package hone.bench.crowd;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a dataset in which everything that was said of a pair is one group, so that its answers are read once however many people
 * compared them. Each pair counts 1 in the loss, whoever said what of it.
 */
final class PairRows {
    private final List<DatasetRecord> rows = new ArrayList<>();

    /** @param better how much says that the better answer is, at most 1 together with {@code worse} */
    void learn(StoryPair pair, int number, double better, double worse) {
        add(pair, number, Split.TRAIN, better, worse);
    }

    /** A pair to measure on, by the hidden preference. */
    void measure(StoryPair pair, int number) {
        add(pair, number, Split.HELD_OUT, 1, 0);
    }

    private void add(StoryPair pair, int number, Split split, double better, double worse) {
        String id = (split == Split.TRAIN ? "pair-" : "measured-") + number;
        if (better > 0) {
            row(pair, id, split, pair.better().text(), pair.worse().text(), better);
        }
        if (worse > 0) {
            row(pair, id, split, pair.worse().text(), pair.better().text(), worse);
        }
    }

    private void row(StoryPair pair, String id, Split split, String chosen, String rejected, double weight) {
        rows.add(new DatasetRecord.Preference(
                rows.size(),
                split,
                id,
                id,
                id,
                List.of(Message.user(pair.prompt().text())),
                chosen,
                rejected,
                0,
                Math.min(1, weight)));
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, rows.stream().map(Wire::write).toList());
    }
}
