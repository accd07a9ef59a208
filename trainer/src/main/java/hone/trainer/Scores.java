package hone.trainer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import hone.contract.Message;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.model.RewardScorer;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code score}: what a reward model says of answers. Reads JSON lines with {@code prompt} (messages) and {@code response};
 * writes a line {@code {"score": x}} for each, scaled as the checkpoint says: mean 0 and deviation 1 on answers of the model that
 * it was trained from.
 */
final class Scores {
    private Scores() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Line(List<Message> prompt, String response) {}

    static void write(Path model, Path in, Path out) {
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verify(model);
        try (Tokenizer tokenizer = Tokenizer.load(model);
                RewardScorer scorer = RewardScorer.load(model)) {
            List<int[]> rows = new ArrayList<>();
            for (String line : Files.readAllLines(in)) {
                rows.add(row(Wire.read(line, Line.class), tokenizer));
            }
            List<String> lines = new ArrayList<>();
            for (float score : scorer.score(rows)) {
                lines.add(Wire.write(Map.of("score", score)));
            }
            Files.write(out, lines);
        } catch (IOException e) {
            throw Disk.failure("read " + in + " or write " + out, e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("unreadable-dataset", "A line can't be scored: " + e.getMessage() + ".", e);
        }
    }

    private static int[] row(Line line, Tokenizer tokenizer) {
        ChatTemplate template = tokenizer.template();
        List<Integer> ids = new ArrayList<>(template.question(line.prompt, tokenizer));
        ids.addAll(template.answer(line.response, tokenizer));
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
