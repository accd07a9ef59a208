package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.RowHash;
import hone.contract.Split;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing trains on ratings yet: they are passed over, and a dataset of nothing else is refused in words. */
class RatedRowsTest {
    private static final List<Message> ASKED = List.of(Message.user("Where is Milo?"));
    private static final DatasetRecord.Row RATED = new DatasetRecord.Rated(
            0,
            Split.TRAIN,
            "prompt-1",
            "judgment-1",
            ASKED,
            "At home.",
            Map.of("Helpful", 6),
            Map.of("Harmful", false),
            1);

    @TempDir
    Path folder;

    @Test
    void ratedRowsCountInTheHashAndAreNotTrainedOn() throws IOException {
        DatasetRecord.Row written =
                new DatasetRecord.Demonstration(1, Split.TRAIN, "prompt-1", "judgment-2", ASKED, "In the garden.", 1);
        DatasetRecord.Row pair = new DatasetRecord.Preference(
                2, Split.TRAIN, "prompt-1", "judgment-3", "judgment-3", ASKED, "Here.", "There.", 1, 1);
        RowHash all = new RowHash();
        Stream.of(RATED, written, pair).forEach(all::add);
        Path file = file(RATED, written, pair);

        Demonstrations demonstrations = Demonstrations.read(file);
        assertThat(demonstrations.train()).containsExactly((DatasetRecord.Demonstration) written);
        assertThat(Preferences.read(file).train()).hasSize(1);
        assertThat(demonstrations.sha256()).isEqualTo(all.finish());
    }

    @Test
    void aDatasetOfRatingsAloneIsRefused() throws IOException {
        Path file = file(RATED);

        assertThatThrownBy(() -> Demonstrations.read(file))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("no demonstration or correction to train on");
        assertThatThrownBy(() -> Preferences.read(file))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("no comparison or ranking with a winner");
    }

    private Path file(DatasetRecord.Row... rows) throws IOException {
        return Files.writeString(
                folder.resolve("dataset.jsonl"),
                Stream.of(rows).map(row -> Wire.write(row) + "\n").collect(Collectors.joining()));
    }
}
