package hone.trainer.weights;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.Layout;
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
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Reads models from Hugging Face directories. */
public final class ModelFiles {
    public static final String WEIGHTS = "model.safetensors";
    /** The matrix that turns hidden states into one score each (1, H), as classifiers of transformers name it. */
    public static final String SCORE = "score.weight";

    private static final String INDEX = "model.safetensors.index.json";
    private static final int SHARDS_MAX = 1000;
    private static final Set<String> PLAIN = Set.of("F64", "F32", "F16", "BF16");
    /** What bitsandbytes, GPTQ, AWQ, compressed-tensors and FP8 write next to or instead of a weight. */
    private static final Pattern QUANTIZED = Pattern.compile(
            "\\.(qweight|qzeros|scales|g_idx|SCB|absmax|quant_map|quant_state|weight_scale|weight_scale_inv|weight_packed|input_scale)");

    private ModelFiles() {}

    /** Reads {@code config.json} and the safetensors files next to it; in one file or in shards, of any float type. */
    public static Decoder load(Path directory) {
        return load(directory, DecoderConfig.read(directory.resolve(DecoderConfig.FILE)));
    }

    /** The same with a configuration that was read from elsewhere. */
    public static Decoder load(Path directory, DecoderConfig config) {
        return Decoder.of(config, read(directory, config, config.layout()));
    }

    /** The named tensors as f32, kept, in the order of the layout; whatever else is in the files is refused or harmless. */
    public static Map<String, Tensor> read(Path directory, DecoderConfig config, Layout layout) {
        return read(directory, config, layout, Memory.availableBytes());
    }

    /** @param free bytes; empty where the machine does not say */
    static Map<String, Tensor> read(Path directory, DecoderConfig config, Layout layout, OptionalLong free) {
        Set<Path> files = weightFiles(directory);
        checkHeaders(files, config, layout);
        refuseUnlessRoom(layout, free);
        boolean compareTied = config.output() == DecoderConfig.Output.TIED;
        Map<String, Tensor> found = new HashMap<>();
        try {
            for (Path file : files) {
                SafeTensors.read(file, name -> layout.has(name) || (compareTied && name.equals(layout.output())))
                        .forEach((name, tensor) -> found.put(name, asFloat(tensor)));
            }
            found.forEach(ModelFiles::refuseUnlessFinite);
            Optional.ofNullable(layout.has(layout.output()) ? null : found.remove(layout.output()))
                    .ifPresent(output -> refuseUnlessEqual(
                            layout.output(), output, Objects.requireNonNull(found.get(layout.embedding()))));
        } catch (RuntimeException | Error e) {
            found.values().forEach(Scope::release);
            throw e;
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>(); // in the order of the network
        layout.parameters().keySet().forEach(name -> parameters.put(name, Objects.requireNonNull(found.get(name))));
        return parameters;
    }

    /** Checks everything that can be checked without reading a weight, so that a model that does not fit takes no memory. */
    private static void checkHeaders(Set<Path> files, DecoderConfig config, Layout layout) {
        Set<String> missing = new LinkedHashSet<>(layout.parameters().keySet());
        for (Path file : files) {
            SafeTensors.describe(file).forEach((name, described) -> {
                refuseUnlessPlain(name, described);
                if (!missing.remove(name)) {
                    refuseUnlessHarmless(name, config, layout);
                }
                boolean tied = config.output() == DecoderConfig.Output.TIED && name.equals(layout.output());
                Layout.Parameter parameter = layout.parameters().get(tied ? layout.embedding() : name);
                long[] wanted = parameter == null ? described.shape() : parameter.shape();
                if (!Arrays.equals(described.shape(), wanted)) {
                    throw refused(name + " has the shape " + Arrays.toString(described.shape())
                            + ", config.json asks for " + Arrays.toString(wanted));
                }
            });
        }
        if (missing.contains(SCORE)) {
            throw new RunFailure("wrong-kind", "This is no reward model: it has no " + SCORE + ".");
        }
        if (!missing.isEmpty()) {
            throw refused(missing.iterator().next() + " is missing" + (missing.size() > 1 ? ", and others" : ""));
        }
    }

    private static void refuseUnlessRoom(Layout layout, OptionalLong free) {
        double needed = layout.parameters().values().stream()
                .mapToDouble(parameter -> Float.BYTES
                        * Arrays.stream(parameter.shape()).asDoubleStream().reduce(1, (a, b) -> a * b))
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

    private static void refuseUnlessEqual(String name, Tensor output, Tensor embedding) {
        try (Scope scope = Scope.open()) {
            if (!output.equal(embedding)) {
                throw refused("config.json says that the output matrix is the embedding (tie_word_embeddings), but "
                        + name + " is stored with other values; one of the two is wrong");
            }
        } finally {
            Scope.release(output);
        }
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
        Set<String> names = new LinkedHashSet<>(); // one per weight, so most of them repeat
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

    private static void refuseUnlessHarmless(String name, DecoderConfig config, Layout layout) {
        if (name.equals(SCORE)) {
            throw new RunFailure(
                    "wrong-kind", "This is a reward model: it scores answers and writes none; take a language model.");
        }
        boolean harmless = name.endsWith("rotary_emb.inv_freq") // a constant that old files carry
                || (config.tied() && name.equals(layout.output())); // compared with the embedding where it counts
        if (!harmless) {
            throw refused("the file holds " + name + ", which a " + config.modelType()
                    + " with this config.json does not have");
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
