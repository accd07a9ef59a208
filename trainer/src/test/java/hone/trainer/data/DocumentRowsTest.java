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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of a dataset are for pretraining alone: other stages pass over them, and it passes over everything else. */
class DocumentRowsTest {
    private static final List<Message> ASKED = List.of(Message.user("Where is Milo?"));
    private static final DatasetRecord.Row WRITTEN =
            new DatasetRecord.Demonstration(0, Split.TRAIN, "prompt-1", "judgment-1", ASKED, "In the garden.", 1);
    private static final DatasetRecord.Row PAIR = new DatasetRecord.Preference(
            1, Split.TRAIN, "prompt-1", "judgment-2", "judgment-2", ASKED, "Here.", "There.", 1, 1);
    private static final DatasetRecord.Row TRAINED = document(2, Split.TRAIN, "Milo has a garden.\n\nIt is green.");
    private static final DatasetRecord.Row HELD_OUT = document(3, Split.HELD_OUT, "Vera has a cup.");
    private static final DatasetRecord.Row LAST = document(4, Split.TRAIN, "The kite is red.");

    @TempDir
    Path folder;

    private static DatasetRecord.Row document(long position, Split split, String text) {
        return new DatasetRecord.Document(position, split, "document-" + position, text, Optional.of("stories"));
    }

    @Test
    void documentsCountInTheHashAndNoOtherStageTrainsOnThem() throws IOException {
        RowHash all = new RowHash();
        Stream.of(WRITTEN, PAIR, TRAINED, HELD_OUT, LAST).forEach(all::add);
        Path file = file(WRITTEN, PAIR, TRAINED, HELD_OUT, LAST);

        Demonstrations demonstrations = Demonstrations.read(file);
        Preferences preferences = Preferences.read(file);
        DatasetPrompts prompts = DatasetPrompts.read(file);

        assertThat(demonstrations.train()).containsExactly((DatasetRecord.Demonstration) WRITTEN);
        assertThat(demonstrations.heldOut()).isEmpty();
        assertThat(preferences.train()).hasSize(1);
        assertThat(preferences.prompts()).containsExactly(new DatasetPrompt("prompt-1", ASKED));
        assertThat(prompts.train()).containsExactly(new DatasetPrompt("prompt-1", ASKED));
        assertThat(prompts.heldOut()).isEmpty();
        assertThat(Stream.of(demonstrations.sha256(), preferences.sha256(), prompts.sha256()))
                .containsOnly(all.finish());
    }

    @Test
    void pretrainingReadsTheDocumentsThatAreNotHeldOutEachWholeAndNothingElse() throws IOException {
        assertThat(read(file(WRITTEN, PAIR, TRAINED, HELD_OUT, LAST)))
                .containsExactly("Milo has a garden.\n\nIt is green.", "The kite is red.");
        assertThat(read(file(TRAINED, LAST)))
                .as("one file of an exported dataset, whose positions have gaps")
                .containsExactly("Milo has a garden.\n\nIt is green.", "The kite is red.");
    }

    @Test
    void aLineThatIsNoRowOrOutOfOrderIsRefusedByItsNumber() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), Wire.write(TRAINED) + "\nand so on\n");

        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("Line 2 of the dataset can't be used");
        assertThatThrownBy(() -> read(file(LAST, TRAINED)))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("it is at position 2, after 4");
    }

    @Test
    void aTextThatBeginsWithABraceIsStillText() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "{\"kind\": of text}\nwith two lines\n\nand more\n");

        assertThat(read(text)).containsExactly("{\"kind\": of text}\nwith two lines", "and more");
    }

    @Test
    void aDatasetOfDocumentsAloneIsRefusedByTheOtherStages() throws IOException {
        Path file = file(document(0, Split.TRAIN, "Milo has a garden."));

        assertThatThrownBy(() -> Demonstrations.read(file)).hasMessageContaining("no demonstration or correction");
        assertThatThrownBy(() -> Preferences.read(file)).hasMessageContaining("no comparison or ranking");
        assertThatThrownBy(() -> DatasetPrompts.read(file)).hasMessageContaining("no prompt to train with");
    }

    private static List<String> read(Path file) {
        List<String> documents = new ArrayList<>();
        Documents.forEach(file, documents::add);
        return documents;
    }

    private Path file(DatasetRecord.Row... rows) throws IOException {
        return Files.writeString(
                folder.resolve("dataset.jsonl"),
                Stream.of(rows).map(row -> Wire.write(row) + "\n").collect(Collectors.joining()));
    }
}
