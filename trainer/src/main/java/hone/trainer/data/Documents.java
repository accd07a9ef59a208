package hone.trainer.data;

import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plain text for pretraining: one document per paragraph, paragraphs separated by blank lines. */
public final class Documents {
    private static final int BLOCK = 512; // documents encoded together: more would only fill the heap

    private Documents() {}

    /** Passes every document to the reader, in order; line breaks inside a document are kept. */
    public static void forEach(Path file, Consumer<String> reader) {
        try (BufferedReader lines = Disk.lines(file)) {
            StringBuilder document = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    document.append(document.isEmpty() ? "" : "\n").append(line);
                } else if (!document.isEmpty()) {
                    reader.accept(document.toString());
                    document.setLength(0);
                }
            }
            if (!document.isEmpty()) {
                reader.accept(document.toString());
            }
        } catch (IOException e) {
            throw Disk.failure("read the documents in " + file.getFileName(), e);
        }
    }

    /**
     * Each document as one row: begin, text, end. A document longer than a row continues in the next one, without a begin of its
     * own; rows of one token are dropped, as nothing can be learned from them.
     */
    public static List<int[]> rows(Path file, Tokenizer tokenizer, int tokensMax) {
        List<int[]> rows = new ArrayList<>();
        List<String> block = new ArrayList<>();
        forEach(file, document -> {
            block.add(document);
            if (block.size() == BLOCK) {
                encode(block, tokenizer, tokensMax, rows);
            }
        });
        encode(block, tokenizer, tokensMax, rows);
        if (rows.isEmpty()) {
            throw new RunFailure("empty-dataset", "There is no document in " + file.getFileName() + " to learn from.");
        }
        return rows;
    }

    private static void encode(List<String> block, Tokenizer tokenizer, int tokensMax, List<int[]> rows) {
        for (int[] text : tokenizer.encodeAll(block)) {
            int[] whole = new int[text.length + 2];
            whole[0] = tokenizer.beginId();
            System.arraycopy(text, 0, whole, 1, text.length);
            whole[whole.length - 1] = tokenizer.endId();
            for (int from = 0; from < whole.length - 1; from += tokensMax) {
                rows.add(java.util.Arrays.copyOfRange(whole, from, Math.min(whole.length, from + tokensMax)));
            }
        }
        block.clear();
    }
}
