package hone.trainer.model;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.randn;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Models from Hugging Face directories and from chance. */
public final class ModelFiles {
    public static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int SHARDS_MAX = 1000;
    private static final Set<String> PLAIN = Set.of("F64", "F32", "F16", "BF16");
    /** What bitsandbytes, GPTQ, AWQ, compressed-tensors and FP8 write beside or instead of a weight. */
    private static final Pattern QUANTIZED = Pattern.compile(
            "\\.(qweight|qzeros|scales|g_idx|SCB|absmax|quant_map|quant_state|weight_scale|weight_scale_inv|weight_packed|input_scale)");

    private ModelFiles() {}

    /** Reads {@code config.json} and the safetensors files beside it; whole or in shards, any float type. */
    public static Llama load(Path directory) {
        return load(directory, LlamaConfig.read(directory.resolve(LlamaConfig.FILE)));
    }

    /** The same with a configuration that was read from elsewhere. */
    public static Llama load(Path directory, LlamaConfig config) {
        return new Llama(config, read(directory, config, Llama.shapes(config)));
    }

    /** The named tensors as f32, kept, in the order of the shapes; whatever else the files hold is refused or harmless. */
    static Map<String, Tensor> read(Path directory, LlamaConfig config, Map<String, long[]> shapes) {
        return read(directory, config, shapes, Memory.availableBytes());
    }

    /** @param free bytes; nothing where the machine does not say */
    static Map<String, Tensor> read(Path directory, LlamaConfig config, Map<String, long[]> shapes, OptionalLong free) {
        Set<Path> files = weightFiles(directory);
        checkHeaders(files, config, shapes);
        refuseUnlessRoom(shapes, free);
        boolean compareTied = config.output() == LlamaConfig.Output.TIED;
        Map<String, Tensor> found = new HashMap<>();
        try {
            for (Path file : files) {
                SafeTensors.read(file, name -> shapes.containsKey(name) || (compareTied && name.equals(Llama.HEAD)))
                        .forEach((name, tensor) -> found.put(name, asFloat(tensor)));
            }
            found.forEach(ModelFiles::refuseUnlessFinite);
            Optional.ofNullable(shapes.containsKey(Llama.HEAD) ? null : found.remove(Llama.HEAD))
                    .ifPresent(head -> refuseUnlessEqual(head, Objects.requireNonNull(found.get(Llama.EMBEDDING))));
        } catch (RuntimeException | Error e) {
            found.values().forEach(Scope::release);
            throw e;
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>(); // in the order of the network
        shapes.keySet().forEach(name -> parameters.put(name, Objects.requireNonNull(found.get(name))));
        return parameters;
    }

    /** Everything that can be told without reading a weight, so that what does not fit takes no memory. */
    private static void checkHeaders(Set<Path> files, LlamaConfig config, Map<String, long[]> shapes) {
        Set<String> missing = new LinkedHashSet<>(shapes.keySet());
        for (Path file : files) {
            SafeTensors.describe(file).forEach((name, described) -> {
                refuseUnlessPlain(name, described);
                if (!missing.remove(name)) {
                    refuseUnlessHarmless(name, config);
                }
                long[] wanted = shapes.getOrDefault(
                        config.output() == LlamaConfig.Output.TIED && name.equals(Llama.HEAD) ? Llama.EMBEDDING : name,
                        described.shape());
                if (!Arrays.equals(described.shape(), wanted)) {
                    throw refused(name + " has the shape " + Arrays.toString(described.shape())
                            + ", config.json asks for " + Arrays.toString(wanted));
                }
            });
        }
        if (missing.contains(ScoringModel.HEAD)) {
            throw new RunFailure("wrong-kind", "This is no reward model: it has no " + ScoringModel.HEAD + ".");
        }
        if (!missing.isEmpty()) {
            throw refused(missing.iterator().next() + " is missing" + (missing.size() > 1 ? ", and others" : ""));
        }
    }

    private static void refuseUnlessRoom(Map<String, long[]> shapes, OptionalLong free) {
        double needed = shapes.values().stream()
                .mapToDouble(shape ->
                        Float.BYTES * Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b))
                .sum();
        if (free.isPresent() && needed > free.getAsLong()) {
            throw new RunFailure(
                    "out-of-memory",
                    String.format(
                            Locale.ROOT,
                            "The model can't be loaded: its weights take %.1f GiB as f32, and %.1f GiB are free on this machine.",
                            needed / (1L << 30),
                            free.getAsLong() / (double) (1L << 30)));
        }
    }

    private static void refuseUnlessPlain(String name, SafeTensors.Described described) {
        if (QUANTIZED.matcher(name).find() || !PLAIN.contains(described.type())) {
            throw refused(
                    name + " (" + described.type()
                            + ") belongs to quantized weights, and this version reads plain ones; take the model from before it was quantized");
        }
    }

    private static void refuseUnlessFinite(String name, Tensor tensor) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            if (!tensor.isfinite().all().item_bool()) {
                throw refused(
                        name + " holds a NaN or an infinite number; the file is damaged, or its training broke down");
            }
        }
    }

    private static void refuseUnlessEqual(Tensor head, Tensor embedding) {
        try (Scope scope = Scope.open()) {
            if (!head.equal(embedding)) {
                throw refused("config.json says that the output matrix is the embedding (tie_word_embeddings), but "
                        + Llama.HEAD + " is stored with other values; one of the two is wrong");
            }
        } finally {
            Scope.release(head);
        }
    }

    /**
     * Random weights: normal with the configured deviation; the two matrices that write into the residual stream are smaller
     * by 1/√(2 · layers), as in GPT-2, so that depth does not swell it.
     */
    public static Llama random(LlamaConfig config, long seed) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            manual_seed(seed);
            Llama.shapes(config).forEach((name, shape) -> {
                double deviation = name.contains("o_proj") || name.contains("down_proj")
                        ? config.initializerRange() / Math.sqrt(2.0 * config.layers())
                        : config.initializerRange();
                Tensor start = shape.length == 1 ? ones(shape) : randn(shape).mul(new Scalar(deviation));
                parameters.put(name, Scope.keep(start));
            });
        }
        return new Llama(config, parameters);
    }

    private static Set<Path> weightFiles(Path directory) {
        if (ModelFolder.has(directory, WEIGHTS)) {
            return Set.of(ModelFolder.file(directory, WEIGHTS));
        }
        if (ModelFolder.has(directory, INDEX)) {
            return shards(directory);
        }
        for (String pickle : List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "model.pth")) {
            if (ModelFolder.has(directory, pickle)) {
                throw new RunFailure(
                        "pickle",
                        "The directory holds " + pickle
                                + ", a pickle, which could run code; convert it to safetensors.");
            }
        }
        throw new RunFailure("unreadable-checkpoint", "There is no " + WEIGHTS + " in " + directory + ".");
    }

    private static Set<Path> shards(Path directory) {
        Set<String> names = new LinkedHashSet<>(); // one for each weight, so most come many times
        for (JsonNode name : ModelFolder.json(directory, INDEX).path("weight_map")) {
            names.add(name.asText());
        }
        if (names.size() > SHARDS_MAX) {
            throw refused(INDEX + " names more than " + SHARDS_MAX + " files");
        }
        Set<Path> files = new LinkedHashSet<>();
        for (String name : names) {
            Path shard = Path.of(name.replace("\0", "")).getFileName();
            if (shard == null || !shard.toString().equals(name)) {
                throw refused(INDEX + " names a file outside of its directory: " + name);
            }
            files.add(ModelFolder.file(directory, name));
        }
        return files;
    }

    private static void refuseUnlessHarmless(String name, LlamaConfig config) {
        if (name.equals(ScoringModel.HEAD)) {
            throw new RunFailure(
                    "wrong-kind", "This is a reward model: it scores answers and writes none; take a language model.");
        }
        boolean harmless = name.endsWith("rotary_emb.inv_freq") // a constant that old files carry
                || (config.tied() && name.equals(Llama.HEAD)); // compared with the embedding where it counts
        if (!harmless) {
            throw refused("the file holds " + name + ", which a llama with this config.json does not have");
        }
    }

    private static Tensor asFloat(Tensor tensor) {
        if (tensor.scalar_type().intern() == ScalarType.Float) {
            return tensor;
        }
        try (Scope scope = Scope.open()) {
            Tensor wide = Scope.keep(tensor.to(ScalarType.Float));
            Scope.release(tensor);
            return wide;
        }
    }

    private static RunFailure refused(String why) {
        return new RunFailure("unreadable-checkpoint", "The model can't be loaded: " + why + ".");
    }
}
