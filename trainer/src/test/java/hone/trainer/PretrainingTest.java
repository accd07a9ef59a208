package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.PretrainOptimizer;
import hone.contract.PretrainRecipe;
import hone.contract.RunEvent;
import hone.contract.Split;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned depends on the documents, not on the file that they lie in. */
class PretrainingTest {
    @TempDir
    Path folder;

    @Test
    void theDocumentsOfADatasetAreLearnedAsThoseOfATextFile() throws IOException {
        TinyWorld world = TinyWorld.in(folder);

        Path ofText = world.job("text", recipe(), Optional.of(world.corpus));
        Path ofRows = world.job("rows", recipe(), Optional.of(dataset(world.corpus)));

        assertThat(RefusedRuns.run(ofText)).isZero();
        assertThat(RefusedRuns.run(ofRows)).isZero();
        assertThat(losses(ofRows)).hasSize(3).isEqualTo(losses(ofText)).doesNotHaveDuplicates();
    }

    private static PretrainRecipe recipe() {
        return new PretrainRecipe(30, 4, 64, new PretrainOptimizer(1e-2, 5, 0.1, 0.1, 1), 0);
    }

    /** The same documents, among others that are held out and rows of another kind. */
    private Path dataset(Path corpus) throws IOException {
        List<DatasetRecord.Row> rows = new ArrayList<>();
        rows.add(new DatasetRecord.PromptOnly(0, Split.TRAIN, "prompt-1", List.of(Message.user("Who had cups?"))));
        for (String document : Files.readString(corpus).strip().split("\n\n")) {
            rows.add(document(rows.size(), Split.TRAIN, document));
            rows.add(document(rows.size(), Split.HELD_OUT, "Nobody learns this."));
        }
        return Files.write(
                folder.resolve("dataset.jsonl"), rows.stream().map(Wire::write).toList());
    }

    private static DatasetRecord.Document document(long position, Split split, String text) {
        return new DatasetRecord.Document(position, split, "document-" + position, text, Optional.empty());
    }

    private static List<Double> losses(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(event -> ((RunEvent.StepReported) event).metrics().get("loss"))
                .toList();
    }
}
