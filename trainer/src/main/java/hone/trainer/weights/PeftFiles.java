package hone.trainer.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.CheckpointManifest;
import hone.contract.LoraSettings;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Linear;
import hone.trainer.decoder.LowRank;
import hone.trainer.run.BoundedPattern;
import hone.trainer.run.Disk;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adapters as PEFT keeps them: {@code adapter_config.json} and {@code adapter_model.safetensors}. What the configuration says and
 * isn't implemented is refused by its name, and so is a tensor that it does not speak of. Beside them {@code hone_base.json} says
 * which weights the adapter was trained on: on others it would mean nothing.
 */
public final class PeftFiles {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";
    public static final String BASE = "hone_base.json";

    private static final String SHA256 = "sha256";
    private static final int RANK_MAX = 65_536;

    /** An adapter on an adapter and so on, as rounds of training make them. */
    private static final int CHAIN_MAX = 32;

    /** Keys that are read, and those that change nothing in what is computed. */
    private static final Set<String> KNOWN = Set.of(
            "peft_type",
            "r",
            "lora_alpha",
            "lora_dropout",
            "use_rslora",
            "target_modules",
            "exclude_modules",
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "bias",
            "init_lora_weights",
            "fan_in_fan_out", // how the base stores its matrices; A and B are the same either way
            "auto_mapping",
            "base_model_name_or_path",
            "inference_mode",
            "revision",
            "task_type",
            "peft_version",
            "megatron_core", // the name of a module, used with megatron_config only
            "qalora_group_size", // used with use_qalora only
            "runtime_config",
            "ensure_weight_tying"); // of modules_to_save only

    /** Ways of starting that also change the base's weights, which PEFT does again when it loads the adapter. */
    private static final Set<String> STARTS = Set.of("gaussian", "eva", "orthogonal", "true", "false");

    private PeftFiles() {}

    public static boolean isAdapter(Path directory) {
        return ModelFolder.has(directory, CONFIG);
    }

    /** The adapter of a language model. */
    public static Adapter read(Path directory, Map<String, Linear> linears) {
        return read(directory, linears, List.of());
    }

    /** The adapter of a scorer, whose head is stored with it: see {@link #head}. */
    public static Adapter readOfScorer(Path directory, Map<String, Linear> linears) {
        return read(directory, linears, List.of(Adapter.nameOf(ModelFiles.SCORE)));
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

    private static Adapter read(Path directory, Map<String, Linear> linears, List<String> besides) {
        JsonNode config = ModelFolder.json(directory, CONFIG);
        refuseWhatIsNotImplemented(config, besides.isEmpty() ? List.of() : List.of("score"));
        List<String> matrices = targeted(config, linears);
        Map<String, SafeTensors.Described> described = SafeTensors.describe(weights(directory));
        for (String name : described.keySet()) {
            boolean spokenOf = besides.contains(name)
                    || matrices.stream()
                            .anyMatch(m -> name.equals(Adapter.nameOfA(m)) || name.equals(Adapter.nameOfB(m)));
            refuseUnless(
                    spokenOf,
                    "the file holds " + name + ", which target_modules does not name or this model does not have");
        }
        Optional<String> scaling =
                config.path("use_rslora").asBoolean(false) ? Optional.of(LoraSettings.RSLORA) : Optional.empty();
        double dropout = number(config, "lora_dropout", 0);
        int rank = rank(config, "r", config.path("r"));
        double alpha = number(config, "lora_alpha", 8);
        SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
        SequencedMap<String, Double> alphas = new LinkedHashMap<>();
        for (String matrix : matrices) {
            Linear linear = Objects.requireNonNull(linears.get(matrix));
            long own = pattern(config, "rank_pattern", matrix)
                    .map(value -> rank(config, "rank_pattern", value))
                    .orElse(rank);
            alphas.put(
                    matrix,
                    pattern(config, "alpha_pattern", matrix)
                            .map(JsonNode::asDouble)
                            .orElse(alpha));
            shapes.put(Adapter.nameOfA(matrix), new long[] {own, linear.inputs()});
            shapes.put(Adapter.nameOfB(matrix), new long[] {linear.outputs(), own});
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
            double own = Objects.requireNonNull(alphas.get(matrix));
            parts.put(
                    matrix,
                    new LowRank(
                            a,
                            Objects.requireNonNull(tensors.get(Adapter.nameOfB(matrix))),
                            own,
                            LoraSettings.scale(own, a.size(0), scaling),
                            dropout));
        }
        try {
            return new Adapter(
                    new LoraSettings(
                            rank,
                            alpha,
                            dropout == 0 ? Optional.empty() : Optional.of(dropout),
                            scaling,
                            Optional.of(matrices)),
                    parts);
        } catch (UnreadableMessage e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** The configuration of an adapter as PEFT reads it. */
    public static ObjectNode config(Adapter adapter, Map<String, Linear> linears, Path base, Kind kind) {
        boolean transposed = linears.values().stream().anyMatch(linear -> linear.stored() == Linear.Stored.IN_OUT);
        LoraSettings settings = adapter.settings();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", "LORA")
                .put("task_type", kind.taskType)
                .put("base_model_name_or_path", address(base))
                .put("r", settings.rank())
                .put("lora_alpha", settings.alpha())
                .put("lora_dropout", settings.dropout().orElse(0.0))
                .put("use_rslora", settings.scaling().orElse("").equals(LoraSettings.RSLORA))
                .put("use_dora", false)
                .put("bias", "none")
                .put("fan_in_fan_out", transposed)
                .put("inference_mode", true)
                .put("init_lora_weights", true);
        adapter.parts().keySet().forEach(json.withArray("target_modules")::add);
        kind.saved.ifPresentOrElse(
                name -> json.putArray("modules_to_save").add(name), () -> json.putNull("modules_to_save"));
        ObjectNode ranks = json.putObject("rank_pattern");
        ObjectNode alphas = json.putObject("alpha_pattern");
        adapter.parts().forEach((matrix, part) -> {
            if (part.a().size(0) != settings.rank()) {
                ranks.put(matrix, part.a().size(0));
            }
            if (part.alpha() != settings.alpha()) {
                alphas.put(matrix, part.alpha());
            }
        });
        return json;
    }

    /** What an adapter belongs to. */
    public enum Kind {
        LANGUAGE_MODEL("CAUSAL_LM", Optional.empty()),
        SCORER("SEQ_CLS", Optional.of("score"));

        private final String taskType;
        private final Optional<String> saved;

        Kind(String taskType, Optional<String> saved) {
            this.taskType = taskType;
            this.saved = saved;
        }
    }

    /** The content of {@link #BASE}. */
    public static Map<String, String> baseJson(Path base) {
        return Map.of(SHA256, sha256OfModel(base));
    }

    /** The directory of the model that an adapter was trained on, which must be the very one. */
    public static Path base(Path directory) {
        String path = ModelFolder.json(directory, CONFIG)
                .path("base_model_name_or_path")
                .asText("");
        refuseUnless(
                ModelFolder.has(directory, BASE),
                "it has no " + BASE
                        + ", so it is not known which model it belongs to; merge it into its base, or train it here");
        String wanted = ModelFolder.json(directory, BASE).path(SHA256).asText("");
        Path base;
        try {
            base = directory.toAbsolutePath().resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw refused("base_model_name_or_path is no path");
        }
        refuseUnless(
                !path.isBlank() && Files.isDirectory(base),
                "its base " + wanted + " is not at " + (path.isBlank() ? "any place" : base)
                        + "; put the base's folder there");
        refuseUnless(
                sha256OfModel(base).equals(wanted),
                "the model in " + base.getFileName() + " is not the base that it was trained on (" + wanted + ")");
        return base;
    }

    /** Refuses a chain of adapters that never ends. */
    static void refuseEndless(Path directory) {
        Path at = directory;
        for (int links = 0; isAdapter(at); links++) {
            refuseUnless(
                    !ModelFolder.has(at, ModelFiles.WEIGHTS),
                    "the folder holds " + ModelFiles.WEIGHTS
                            + " too, and only one of the two can be meant; remove the other");
            refuseUnless(links < CHAIN_MAX, "it leads over more than " + CHAIN_MAX + " adapters to its base");
            at = base(at);
        }
    }

    /** A checkpoint's address; for a model from elsewhere, the hash of its weights. */
    private static String sha256OfModel(Path directory) {
        try {
            if (ModelFolder.has(directory, CheckpointManifest.FILE)) {
                return Wire.sha256(ModelFolder.bytes(directory, CheckpointManifest.FILE));
            }
            MessageDigest digest = Wire.sha256();
            for (Path file : isAdapter(directory)
                    ? List.of(weights(directory))
                    : WeightFiles.of(directory).files()) {
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] block = new byte[1 << 16];
                    for (int read = in.read(block); read >= 0; read = in.read(block)) {
                        digest.update(block, 0, read);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Disk.failure("read the model in " + directory.getFileName(), e);
        }
    }

    /** Checkpoints lie side by side, wherever their folder is. */
    private static String address(Path base) {
        Path name = base.toAbsolutePath().normalize().getFileName();
        boolean addressed = name != null && name.toString().matches("[0-9a-f]{64}");
        return addressed ? "../" + name : base.toAbsolutePath().normalize().toString();
    }

    private static Path weights(Path directory) {
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
                floats.put(name, Scope.keep(tensor.to(ScalarType.Float).clone()));
            });
            return floats;
        } catch (RuntimeException | Error e) {
            floats.values().forEach(Scope::release);
            throw e;
        } finally {
            found.values().forEach(Scope::release);
        }
    }

    private static void refuseWhatIsNotImplemented(JsonNode config, List<String> saved) {
        String type = config.path("peft_type").asText("");
        refuseUnless(type.equals("LORA"), "peft_type is '" + type + "'; this version reads LORA");
        String bias = config.path("bias").asText("none");
        refuseUnless(bias.equals("none"), "bias is '" + bias + "'; this version reads none");
        JsonNode modules = config.path("modules_to_save");
        List<String> named = new ArrayList<>();
        modules.forEach(name -> named.add(name.asText()));
        if (saved.isEmpty() && named.equals(Kind.SCORER.saved.stream().toList())) {
            throw new RunFailure(
                    "wrong-kind",
                    "This is the adapter of a reward model: it scores answers and writes none; take one of a language model.");
        }
        refuseUnless(
                isNothing(modules) || named.equals(saved), "modules_to_save is " + modules + ", which is not read yet");
        JsonNode start = config.path("init_lora_weights");
        refuseUnless(
                isNothing(start) || STARTS.contains(start.asText()),
                "init_lora_weights is " + start
                        + ", which also changes the base's weights; convert the adapter to a plain one first");
        config.properties()
                .forEach(field -> refuseUnless(
                        KNOWN.contains(field.getKey()) || isNothing(field.getValue()),
                        field.getKey() + " is " + brief(field.getValue()) + ", which is not read yet"));
    }

    /** What stands where a feature is not used. */
    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.asBoolean())
                || (value.isContainerNode() && value.isEmpty());
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static List<String> targeted(JsonNode config, Map<String, Linear> linears) {
        JsonNode targets = config.path("target_modules");
        JsonNode without = config.path("exclude_modules");
        List<String> found = linears.keySet().stream()
                .filter(name -> isNamed(targets, name))
                .filter(name -> isNothing(without) || !isNamed(without, name))
                .toList();
        refuseUnless(!found.isEmpty(), "target_modules is " + brief(targets) + ", and this model has nothing like it");
        return found;
    }

    /** A list of names, or one regular expression for whole names. */
    private static boolean isNamed(JsonNode names, String matrix) {
        if (names.isTextual()) {
            return names.asText().equals(LoraSettings.ALL_LINEAR) || matches(names.asText(), matrix);
        }
        for (JsonNode name : names) {
            if (Adapter.isOf(matrix, name.asText())) {
                return true;
            }
        }
        return false;
    }

    /** The first key of a pattern that fits, as PEFT takes it. */
    private static Optional<JsonNode> pattern(JsonNode config, String field, String matrix) {
        for (Map.Entry<String, JsonNode> entry : config.path(field).properties()) {
            if (Adapter.isOf(matrix, entry.getKey()) || matches("(?:.*\\.)?(?:" + entry.getKey() + ")", matrix)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String expression, String name) {
        try {
            return BoundedPattern.of(expression).matches(name);
        } catch (BoundedPattern.Refused e) {
            throw refused("'" + expression + "' is no regular expression that can be used");
        }
    }

    private static int rank(JsonNode config, String field, JsonNode value) {
        refuseUnless(
                value.isIntegralNumber() && value.asInt() > 0 && value.asInt() <= RANK_MAX,
                field + " is " + config.path(field) + "; a rank is a whole number from 1");
        return value.asInt();
    }

    private static double number(JsonNode config, String field, double otherwise) {
        JsonNode value = config.path(field);
        refuseUnless(value.isMissingNode() || value.isNumber(), field + " is " + value + ", which is no number");
        return value.asDouble(otherwise);
    }

    private static void refuseUnless(boolean holds, String why) {
        if (!holds) {
            throw refused(why);
        }
    }

    private static RunFailure refused(String why) {
        return new RunFailure("unreadable-checkpoint", "The adapter can't be used: " + why + ".");
    }
}
