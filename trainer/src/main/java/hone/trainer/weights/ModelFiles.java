package hone.trainer.weights;

import hone.contract.LoraSettings;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.Layout;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
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

    private static final Set<String> PLAIN = Set.of("F64", "F32", "F16", "BF16");
    /** What bitsandbytes, GPTQ, AWQ, compressed-tensors and FP8 write next to or instead of a weight. */
    private static final Pattern QUANTIZED = Pattern.compile(
            "\\.(qweight|qzeros|scales|g_idx|SCB|absmax|quant_map|quant_state|weight_scale|weight_scale_inv|weight_packed|input_scale)");

    private static final double CONSTANTS_APART = 0.01;
    private static final double HALF_PRECISION_STEP = 1e-7;

    private ModelFiles() {}

    /**
     * Reads {@code config.json} and the safetensors files next to it; in one file or in shards, of any float type. Where there is
     * an adapter instead, it is added to the weights of its base.
     */
    public static Decoder load(Path directory) {
        return load(directory, DecoderConfig.read(directory.resolve(DecoderConfig.FILE)));
    }

    /** The longest row that the model of a directory can read. */
    public static int positions(Path directory) {
        return DecoderConfig.read(directory.resolve(DecoderConfig.FILE)).positions();
    }

    /** The types that a directory's tensors are stored in, as safetensors names them. */
    public static List<String> storedTypes(Path directory) {
        return WeightFiles.of(directory).describe().values().stream()
                .map(SafeTensors.Described::type)
                .distinct()
                .sorted()
                .toList();
    }

    /** The same with a configuration that was read from elsewhere. */
    public static Decoder load(Path directory, DecoderConfig config) {
        List<Path> parts = AdapterBase.parts(directory);
        return withAdapters(
                Decoder.of(config, read(parts.getFirst(), config, config.layout())), parts.subList(1, parts.size()));
    }

    /** An adapter added to the base that somebody names for it, as one from elsewhere does not say which it is. */
    public static Decoder merged(Path adapter, Path base) {
        AdapterBase.refuseAnother(adapter, base);
        return withAdapters(load(base), List.of(adapter));
    }

    private static Decoder withAdapters(Decoder model, List<Path> adapters) {
        try {
            for (Path directory : adapters) {
                try (Adapter adapter = PeftFiles.read(directory, model.linears())) {
                    adapter.merge(model.linears());
                }
            }
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * The model that a stage trains: all of its weights, or a new or resumed adapter on them.
     *
     * @param checkpoint where an earlier worker stopped
     * @param seed of a new adapter
     */
    public static Decoder trained(Path model, Optional<Path> checkpoint, Optional<LoraSettings> lora, long seed) {
        if (lora.isEmpty()) {
            return load(checkpoint.orElse(model));
        }
        Decoder base = load(model);
        try {
            return base.with(checkpoint
                    .map(from -> PeftFiles.read(from, base.linears()))
                    .orElseGet(() -> Adapter.start(base.linears(), lora.get(), seed)));
        } catch (RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    /** The named tensors as f32, kept, in the order of the layout; whatever else is in the files is refused or harmless. */
    public static Map<String, Tensor> read(Path directory, DecoderConfig config, Layout layout) {
        return read(directory, config, layout, Memory.availableBytes());
    }

    /** @param free bytes; empty where the machine does not say */
    static Map<String, Tensor> read(Path directory, DecoderConfig config, Layout layout, OptionalLong free) {
        WeightFiles files = WeightFiles.of(directory);
        Map<String, SafeTensors.Described> described = files.describe();
        TensorNames names = TensorNames.of(described.keySet(), layout);
        checkHeaders(described, names, config, layout);
        refuseUnlessRoom(layout, free);
        boolean compareTied = config.output() == DecoderConfig.Output.TIED;
        Map<String, Tensor> found = new HashMap<>();
        try {
            for (Path file : files.files()) {
                SafeTensors.forEach(
                        file,
                        inFile -> {
                            String name = names.here(inFile);
                            return layout.has(name)
                                    || layout.constants().values().containsKey(name)
                                    || (compareTied && name.equals(layout.output()));
                        },
                        (inFile, tensor) -> found.put(names.here(inFile), asFloat(tensor)));
            }
            found.forEach(ModelFiles::refuseUnlessFinite);
            layout.constants()
                    .values()
                    .forEach((name, values) -> Optional.ofNullable(found.remove(name))
                            .ifPresent(stored -> refuseUnlessNear(name, stored, values)));
            Optional.ofNullable(layout.has(layout.output()) ? null : found.remove(layout.output()))
                    .ifPresent(output -> refuseUnlessEqual(
                            layout.output(), output, Objects.requireNonNull(found.get(layout.embedding()))));
            found.replaceAll((name, tensor) -> Tensors.placedAndKept(tensor));
        } catch (RuntimeException | Error e) {
            found.values().forEach(Scope::release);
            throw e;
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>(); // in the order of the network
        layout.parameters().keySet().forEach(name -> parameters.put(name, Objects.requireNonNull(found.get(name))));
        return parameters;
    }

    /** Checks everything that can be checked without reading a weight, so that a model that does not fit takes no memory. */
    private static void checkHeaders(
            Map<String, SafeTensors.Described> all, TensorNames names, DecoderConfig config, Layout layout) {
        Set<String> missing = new LinkedHashSet<>(layout.parameters().keySet());
        all.forEach((inFile, described) -> {
            String name = names.here(inFile);
            if (layout.constants().masks().contains(name)) {
                return;
            }
            refuseUnlessPlain(inFile, described);
            if (!missing.remove(name)) {
                refuseUnlessHarmless(name, config, layout);
            }
            long[] wanted = shape(name, config, layout).orElse(described.shape());
            if (name.equals(SCORE)
                    && wanted[0] == 1
                    && described.shape().length == 2
                    && described.shape()[0] > 1) {
                throw new RunFailure(
                        "wrong-kind",
                        "This is no reward model: its " + SCORE + " tells "
                                + described.shape()[0] + " labels apart, and a reward model has one.");
            }
            if (!Arrays.equals(described.shape(), wanted)) {
                throw refused(inFile + " has the shape " + Arrays.toString(described.shape())
                        + ", config.json asks for " + Arrays.toString(wanted));
            }
        });
        if (missing.contains(SCORE)) {
            throw new RunFailure("wrong-kind", "This is no reward model: it has no " + SCORE + ".");
        }
        if (!missing.isEmpty()) {
            String first = missing.iterator().next();
            throw refused(first + " is missing"
                    + (missing.size() > 1 ? ", and others" : "")
                    + (first.equals(layout.output())
                            ? "; config.json does not say that the embedding is also the output matrix (tie_word_embeddings)"
                            : ""));
        }
    }

    /** What a tensor has to be; empty for one that is not read. */
    private static Optional<long[]> shape(String name, DecoderConfig config, Layout layout) {
        float[] values = layout.constants().values().get(name);
        if (values != null) {
            return Optional.of(new long[] {values.length});
        }
        boolean tied = config.output() == DecoderConfig.Output.TIED && name.equals(layout.output());
        return Optional.ofNullable(layout.parameters().get(tied ? layout.embedding() : name))
                .map(Layout.Parameter::shape);
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

    /** Releases the stored ones; they may have been rounded to half precision. */
    private static void refuseUnlessNear(String name, Tensor stored, float[] values) {
        try (Scope scope = Scope.open()) {
            float[] found = Tensors.floats(stored);
            for (int i = 0; i < values.length; i++) {
                if (Math.abs(found[i] - values[i]) > CONSTANTS_APART * values[i] + HALF_PRECISION_STEP) {
                    throw refused(name + " holds other frequencies than those of the rotation in config.json ("
                            + found[i] + " instead of " + values[i] + "); one of the two is wrong");
                }
            }
        } finally {
            Scope.release(stored);
        }
    }

    private static void refuseUnlessHarmless(String name, DecoderConfig config, Layout layout) {
        if (name.equals(SCORE)) {
            throw new RunFailure(
                    "wrong-kind", "This is a reward model: it scores answers and writes none; take a language model.");
        }
        boolean harmless = layout.knows(name)
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
            return Scope.keep(tensor.to(ScalarType.Float));
        } finally {
            Scope.release(tensor);
        }
    }

    static RunFailure refused(String why) {
        return new RunFailure("unreadable-checkpoint", "The model can't be loaded: " + why + ".");
    }
}
