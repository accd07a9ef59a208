package hone.trainer.reference;

import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.decoder.SequenceLogprobs;
import hone.trainer.run.Disk;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Σ log p of answers under the model that the policy began as. Computed once, before training, and kept in the run's folder: so
 * the weights are in memory once, and a resumed run reads the very numbers that it began with.
 *
 * @param rows what they were computed for: the dataset, the template, the longest row
 * @param sums for each list of rows, one number a row
 */
public record ReferenceLogprobs(String rows, List<float[]> sums) {
    private static final String FILE = "reference-logprobs.json";

    /** Reads them from the run's folder, or computes and keeps them. */
    public static List<float[]> in(Path folder, Path model, String of, List<List<TokenRows.Row>> lists, int padId) {
        Path file = folder.resolve(FILE);
        List<float[]> kept = kept(file, of, lists);
        if (!kept.isEmpty()) {
            return kept;
        }
        List<float[]> sums = new ArrayList<>();
        try (Decoder reference = ModelFiles.load(model)) {
            lists.forEach(rows -> sums.add(of(reference, rows, padId)));
        }
        try {
            Path fresh = file.resolveSibling(FILE + ".new");
            Checkpoints.writeForced(fresh, Wire.bytes(new ReferenceLogprobs(of, sums)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Disk.failure("keep the reference's log-probabilities", e);
        }
        return sums;
    }

    /** Empty if there are none of these rows. */
    private static List<float[]> kept(Path file, String of, List<List<TokenRows.Row>> lists) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            ReferenceLogprobs kept = Wire.read(Files.readAllBytes(file), ReferenceLogprobs.class);
            boolean ofThese = kept.rows.equals(of) && kept.sums.size() == lists.size();
            for (int i = 0; ofThese && i < lists.size(); i++) {
                ofThese = kept.sums.get(i).length == lists.get(i).size();
            }
            return ofThese ? kept.sums : List.of();
        } catch (IOException | UnreadableMessage e) {
            System.out.println("The kept log-probabilities of the reference can't be read; they are computed again.");
            return List.of();
        }
    }

    private static float[] of(Decoder reference, List<TokenRows.Row> rows, int padId) {
        float[] all = new float[rows.size()];
        List<int[]> tokens = rows.stream().map(TokenRows.Row::tokens).toList();
        for (int[] which : PaddedRows.ofSimilarLength(tokens, PaddedRows.ROWS_MAX)) {
            List<TokenRows.Row> some = Arrays.stream(which).mapToObj(rows::get).toList();
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                float[] numbers = Tensors.floats(SequenceLogprobs.sums(reference, TokenRows.rightPadded(some, padId)));
                for (int i = 0; i < which.length; i++) {
                    all[which[i]] = numbers[i];
                }
            }
        }
        return all;
    }
}
