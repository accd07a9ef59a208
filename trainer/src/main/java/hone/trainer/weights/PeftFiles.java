package hone.trainer.weights;

import hone.contract.LoraSettings;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Linear;
import hone.trainer.decoder.LowRank;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads adapters as PEFT keeps them: {@code adapter_config.json} and {@code adapter_model.safetensors}. A tensor that the
 * configuration does not speak of is refused. Which model an adapter belongs to says {@link AdapterBase}: on others it would mean
 * nothing.
 */
public final class PeftFiles {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    private PeftFiles() {}

    public static boolean isAdapter(Path directory) {
        return ModelFolder.has(directory, CONFIG);
    }

    /** What the adapter of a directory is for. */
    public static PeftTask task(Path directory) {
        return PeftConfig.task(directory);
    }

    /** The adapter of a language model. */
    public static Adapter read(Path directory, Map<String, Linear> linears) {
        return read(directory, linears, PeftTask.LANGUAGE_MODEL, List.of());
    }

    /** The adapter of a scorer, whose head is stored with it: see {@link #head}. */
    public static Adapter readOfScorer(Path directory, Map<String, Linear> linears) {
        return read(directory, linears, PeftTask.SCORER, List.of(Adapter.nameOf(ModelFiles.SCORE)));
    }

    /** The head of a scorer (1, dim), kept. */
    public static Tensor head(Path directory, long dim) {
        String name = Adapter.nameOf(ModelFiles.SCORE);
        Map<String, Tensor> found = tensors(directory, Set.of(name));
        Tensor head = found.get(name);
        if (head == null) {
            throw new RunFailure("wrong-kind", "This is no reward model: it has no " + ModelFiles.SCORE + ".");
        }
        refuseUnless(
                Arrays.equals(head.shape(), new long[] {1, dim}),
                ModelFiles.SCORE + " has the shape " + Arrays.toString(head.shape()) + " instead of [1, " + dim + "]");
        return head;
    }

    private static Adapter read(Path directory, Map<String, Linear> linears, PeftTask task, List<String> besides) {
        PeftConfig config = PeftConfig.read(directory, task);
        List<String> matrices = config.targeted(linears);
        Map<String, SafeTensors.Described> described = SafeTensors.describe(weights(directory));
        for (String name : described.keySet()) {
            boolean spokenOf = besides.contains(name)
                    || matrices.stream()
                            .anyMatch(m -> name.equals(Adapter.nameOfA(m)) || name.equals(Adapter.nameOfB(m)));
            refuseUnless(
                    spokenOf,
                    "the file holds " + name + ", which target_modules does not name or this model does not have");
        }
        LoraSettings settings = config.settings(matrices);
        SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
        for (String matrix : matrices) {
            Linear linear = Objects.requireNonNull(linears.get(matrix));
            long rank = config.rank(matrix, settings);
            shapes.put(Adapter.nameOfA(matrix), new long[] {rank, linear.inputs()});
            shapes.put(Adapter.nameOfB(matrix), new long[] {linear.outputs(), rank});
        }
        shapes.forEach((name, shape) -> {
            SafeTensors.Described is = described.get(name);
            refuseUnless(is != null, "target_modules asks for " + name + ", and the file does not hold it");
            refuseUnless(
                    Arrays.equals(Objects.requireNonNull(is).shape(), shape),
                    name + " has the shape " + Arrays.toString(is.shape()) + ", where " + Arrays.toString(shape)
                            + " belongs");
        });
        Map<String, Tensor> tensors = tensors(directory, shapes.keySet());
        SequencedMap<String, LowRank> parts = new LinkedHashMap<>();
        for (String matrix : matrices) {
            Tensor a = Objects.requireNonNull(tensors.get(Adapter.nameOfA(matrix)));
            double alpha = config.alpha(matrix, settings);
            parts.put(
                    matrix,
                    new LowRank(
                            a,
                            Objects.requireNonNull(tensors.get(Adapter.nameOfB(matrix))),
                            alpha,
                            LoraSettings.scale(alpha, a.size(0), settings.scaling()),
                            settings.dropout().orElse(0.0)));
        }
        return new Adapter(settings, parts);
    }

    static Path weights(Path directory) {
        if (!ModelFolder.has(directory, WEIGHTS) && ModelFolder.has(directory, "adapter_model.bin")) {
            throw new RunFailure(
                    "pickle",
                    "The directory holds adapter_model.bin, a pickle, which could run code; convert it to safetensors.");
        }
        return ModelFolder.file(directory, WEIGHTS);
    }

    /** As f32, kept. */
    private static Map<String, Tensor> tensors(Path directory, Set<String> names) {
        Map<String, Tensor> found = SafeTensors.read(weights(directory), names::contains);
        Map<String, Tensor> floats = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            found.forEach((name, tensor) -> {
                refuseUnless(
                        tensor.isfinite().all().item_bool(),
                        name + " holds a NaN or an infinite number; the file is damaged, or its training broke down");
                floats.put(
                        name,
                        Scope.keep(Tensors.placed(tensor.to(ScalarType.Float).clone())));
            });
            return floats;
        } catch (RuntimeException | Error e) {
            floats.values().forEach(Scope::release);
            throw e;
        } finally {
            found.values().forEach(Scope::release);
        }
    }

    private static void refuseUnless(boolean holds, String why) {
        if (!holds) {
            throw refused(why);
        }
    }

    static RunFailure refused(String why) {
        return new RunFailure("unreadable-checkpoint", "The adapter can't be used: " + why + ".");
    }
}
