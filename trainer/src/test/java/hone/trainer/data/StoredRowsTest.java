package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that stay in a dataset's file, compared with those that were written. */
class StoredRowsTest {
    /** Longer than what is read at a time. */
    private static final String LONG = "Milo met Vera. ".repeat(20_000);

    @TempDir
    Path directory;

    private static DatasetRecord.Demonstration demonstration(int position, Split split, String response) {
        return new DatasetRecord.Demonstration(
                position,
                split,
                "prompt-" + position,
                "judgment-" + position,
                List.of(Message.user("Who is Vera? ä🙂")),
                response,
                1);
    }

    private Path file(List<DatasetRecord.Demonstration> rows) throws IOException {
        return Files.writeString(
                directory.resolve("rows.jsonl"), rows.stream().map(Wire::write).collect(Collectors.joining("\n")));
    }

    @Test
    void everyRowIsTheOneThatWasWrittenInWhateverOrderTheyAreAskedFor() throws IOException {
        List<DatasetRecord.Demonstration> rows = IntStream.range(0, 50)
                .mapToObj(i ->
                        demonstration(i, i % 7 == 3 ? Split.HELD_OUT : Split.TRAIN, i % 20 == 5 ? LONG : "row " + i))
                .toList();
        List<DatasetRecord.Demonstration> train =
                rows.stream().filter(row -> row.split() == Split.TRAIN).toList();

        Demonstrations read = Demonstrations.read(file(rows));

        assertThat(read.heldOut()).hasSize(7).allMatch(row -> row.split() == Split.HELD_OUT);
        assertThat(read.train()).isEqualTo(train);
        List<DatasetRecord.Demonstration> inTurn = new ArrayList<>();
        read.train().forEach(inTurn::add);
        assertThat(inTurn).isEqualTo(train);
        for (int i = train.size() - 1; i >= 0; i--) {
            assertThat(read.train().get(i)).isEqualTo(train.get(i));
        }
        assertThat(Demonstrations.trainedOn(directory.resolve("rows.jsonl"), row -> row.position() > 40))
                .isEqualTo(train.stream().filter(row -> row.position() > 40).toList());
    }

    @Test
    void aFileThatChangesMeanwhileIsRefused() throws IOException {
        List<DatasetRecord.Demonstration> rows = IntStream.range(0, 3)
                .mapToObj(i -> demonstration(i, Split.TRAIN, "row " + i))
                .toList();
        Demonstrations read = Demonstrations.read(file(rows));

        Files.writeString(directory.resolve("rows.jsonl"), "{");

        assertThatThrownBy(() -> read.train().get(0))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("changed while it was read");
        assertThatThrownBy(() -> read.train().get(2))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void aFileWithoutLinesIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path file = Files.writeString(directory.resolve("rows.jsonl"), "x".repeat(40 << 20));

        assertThatThrownBy(() -> Demonstrations.read(file))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("longer than 16 MB");
    }
}
