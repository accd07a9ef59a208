package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Split;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents for pretraining: of plain text each paragraph, paragraphs separated by blank lines; of the rows of a frozen dataset
 * those of kind {@code dataset.document} that are not held out, each as it was imported.
 */
public final class Documents {
    private static final int BLOCK = 512; // documents encoded together: more would only fill the heap

    /** How the first row of a dataset begins; no text does. */
    private static final String ROW = "{\"kind\":\"dataset.";

    private Documents() {}

    /** Passes every document to the reader, in order; line breaks inside a document are kept. */
    public static void forEach(Path file, Consumer<String> reader) {
        try (BufferedReader lines = Disk.lines(file)) {
            String first = lines.readLine();
            if (first != null && first.startsWith(ROW)) {
                ofDataset(first, lines, reader);
            } else {
                ofText(first, lines, reader);
            }
        } catch (IOException e) {
            throw Disk.failure("read the documents in " + file.getFileName(), e);
        }
    }

    private static void ofText(@Nullable String first, BufferedReader lines, Consumer<String> reader)
            throws IOException {
        StringBuilder document = new StringBuilder();
        for (String line = first; line != null; line = lines.readLine()) {
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
    }

    /** A whole dataset, or one file of its export, which holds rows of one kind and split: positions ascend, with gaps. */
    private static void ofDataset(String first, BufferedReader lines, Consumer<String> reader) throws IOException {
        long number = 0;
        long position = -1;
        for (String line = first; line != null; line = lines.readLine()) {
            number++;
            try {
                DatasetRecord.Row row = Wire.read(line, DatasetRecord.Row.class);
                if (row.position() <= position) {
                    throw new UnreadableMessage("it is at position " + row.position() + ", after " + position);
                }
                position = row.position();
                if (row instanceof DatasetRecord.Document document && row.split() == Split.TRAIN) {
                    reader.accept(document.text());
                }
            } catch (UnreadableMessage e) {
                throw new RunFailure(
                        "unreadable-dataset",
                        "Line " + number + " of the dataset can't be used: " + e.getMessage() + ".",
                        e);
            }
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
