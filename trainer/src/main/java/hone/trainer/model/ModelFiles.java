package hone.trainer.model;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.randn;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Models from Hugging Face directories and from chance. */
public final class ModelFiles {
    public static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

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
        Map<String, Tensor> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>(shapes.keySet());
        for (Path file : weightFiles(directory)) {
            SafeTensors.read(file).forEach((name, tensor) -> {
                if (!missing.remove(name)) {
                    refuseUnlessHarmless(name, config);
                    Scope.release(tensor);
                    return;
                }
                if (!Arrays.equals(tensor.shape(), shapes.get(name))) {
                    throw refused(name + " has the shape " + Arrays.toString(tensor.shape()) + ", config.json asks for "
                            + Arrays.toString(shapes.get(name)));
                }
                found.put(name, asFloat(tensor));
            });
        }
        if (missing.contains(ScoringModel.HEAD)) {
            throw new RunFailure("wrong-kind", "This is no reward model: it has no " + ScoringModel.HEAD + ".");
        }
        if (!missing.isEmpty()) {
            throw refused(missing.iterator().next() + " is missing" + (missing.size() > 1 ? ", and others" : ""));
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>(); // in the order of the network
        shapes.keySet().forEach(name -> parameters.put(name, Objects.requireNonNull(found.get(name))));
        return parameters;
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
        Path whole = directory.resolve(WEIGHTS);
        if (Files.isRegularFile(whole)) {
            return Set.of(whole);
        }
        Path index = directory.resolve(INDEX);
        if (Files.isRegularFile(index)) {
            return shards(directory, index);
        }
        for (String pickle :
                new String[] {"pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "model.pth"}) {
            if (Files.exists(directory.resolve(pickle))) {
                throw new RunFailure(
                        "pickle",
                        "The directory holds " + pickle
                                + ", a pickle, which could run code; convert it to safetensors.");
            }
        }
        throw new RunFailure("unreadable-checkpoint", "There is no " + WEIGHTS + " in " + directory + ".");
    }

    private static Set<Path> shards(Path directory, Path index) {
        try {
            Set<Path> files = new LinkedHashSet<>();
            for (JsonNode name :
                    Wire.read(Files.readAllBytes(index), JsonNode.class).path("weight_map")) {
                Path shard = directory.resolve(name.asText()).normalize();
                if (!directory.normalize().equals(shard.getParent())) {
                    throw refused(INDEX + " names a file outside of its directory: " + name.asText());
                }
                files.add(shard);
            }
            return files;
        } catch (IOException e) {
            throw refused(INDEX + " can't be read");
        }
    }

    private static void refuseUnlessHarmless(String name, LlamaConfig config) {
        if (name.equals(ScoringModel.HEAD)) {
            throw new RunFailure(
                    "wrong-kind", "This is a reward model: it scores answers and writes none; take a language model.");
        }
        boolean harmless = name.endsWith("rotary_emb.inv_freq") // a constant that old files carry
                || (config.tied() && name.equals(Llama.HEAD));
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
