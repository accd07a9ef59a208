package hone.trainer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import hone.contract.Message;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.scalarhead.RewardScorer;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code score}: scores answers with a reward model. Reads JSON lines with {@code prompt} (messages) and {@code response}; writes
 * a line {@code {"score": x}} for each, scaled as the checkpoint says: mean 0 and deviation 1 on answers of the model that it was
 * trained from.
 */
final class Scores {
    private Scores() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Line(List<Message> prompt, String response) {}

    /** Lines held in memory at a time. */
    private static final int BLOCK = 256;

    static void write(Path model, Path in, Path out) {
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verify(model);
        // A pipe or a device is written directly; a file appears only when it is complete.
        boolean whole = !Files.exists(out) || Files.isRegularFile(out);
        Path unfinished = whole ? out.resolveSibling(out.getFileName() + ".part") : out;
        try (Tokenizer tokenizer = Tokenizer.load(model);
                RewardScorer scorer = RewardScorer.load(model)) {
            ChatTemplate template = tokenizer.template();
            System.err.println("Chat template: " + template.described() + ".");
            tokenizer.unusedTemplate().ifPresent(System.err::println);
            try (BufferedReader lines = Files.newBufferedReader(in);
                    BufferedWriter scores = Files.newBufferedWriter(unfinished)) {
                List<int[]> rows = new ArrayList<>();
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    rows.add(row(line, ++number, template, tokenizer, scorer.tokensMax()));
                    if (rows.size() == BLOCK) {
                        write(scorer, rows, scores);
                    }
                }
                write(scorer, rows, scores);
            }
            if (whole) {
                Files.move(unfinished, Files.exists(out) ? out.toRealPath() : out, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw Disk.failure("read " + in + " or write " + out, e);
        } finally {
            if (whole) {
                deleteIfThere(unfinished);
            }
        }
    }

    private static void write(RewardScorer scorer, List<int[]> rows, BufferedWriter out) throws IOException {
        for (float score : scorer.score(rows)) {
            out.write(Wire.write(Map.of("score", score)));
            out.newLine();
        }
        rows.clear();
    }

    private static int[] row(String json, int number, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        try {
            Line line = Wire.read(json, Line.class);
            int[] row = template.example(line.prompt, line.response, tokenizer).ids();
            if (row.length <= tokensMax) {
                return row;
            }
            throw new RunFailure(
                    "unreadable-dataset",
                    "Line " + number + " can't be scored: it has " + row.length + " tokens, and the model reads "
                            + tokensMax + ".");
        } catch (UnreadableMessage e) {
            throw new RunFailure(
                    "unreadable-dataset", "Line " + number + " can't be scored: " + e.getMessage() + ".", e);
        }
    }

    private static void deleteIfThere(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("The unfinished file " + file + " is left behind.");
        }
    }
}
