package hone.trainer.weights;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.LoraSettings;
import hone.contract.UnreadableMessage;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Linear;
import hone.trainer.run.BoundedPattern;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an {@code adapter_config.json} says. What it says and isn't implemented is refused by its name. */
record PeftConfig(JsonNode json) {
    private static final int RANK_MAX = 65_536;
    /** PEFT's default. */
    private static final double ALPHA = 8;

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

    private static final String HEAD = "score";
    /** PEFT names both for every classifier, whichever of them its model has. */
    private static final Set<String> HEADS = Set.of(HEAD, "classifier");

    static PeftConfig read(Path directory, PeftTask task) {
        PeftConfig config = new PeftConfig(ModelFolder.json(directory, PeftFiles.CONFIG));
        config.refuseWhatIsNotImplemented(task);
        return config;
    }

    /** What the directory's adapter is for, as far as it says. */
    static PeftTask task(Path directory) {
        String named =
                ModelFolder.json(directory, PeftFiles.CONFIG).path("task_type").asText("");
        return named.equals(PeftTask.SCORER.wireName()) ? PeftTask.SCORER : PeftTask.LANGUAGE_MODEL;
    }

    private void refuseWhatIsNotImplemented(PeftTask task) {
        String type = json.path("peft_type").asText("");
        refuseUnless(type.equals("LORA"), "peft_type is '" + type + "'; this version reads LORA");
        String bias = json.path("bias").asText("none");
        refuseUnless(bias.equals("none"), "bias is '" + bias + "'; this version reads none");
        refuseOtherSavedModules(task);
        JsonNode start = json.path("init_lora_weights");
        refuseUnless(
                isNothing(start) || STARTS.contains(start.asText()),
                "init_lora_weights is " + start
                        + ", which also changes the base's weights; convert the adapter to a plain one first");
        json.properties()
                .forEach(field -> refuseUnless(
                        KNOWN.contains(field.getKey()) || isNothing(field.getValue()),
                        field.getKey() + " is " + brief(field.getValue()) + ", which is not read yet"));
    }

    private void refuseOtherSavedModules(PeftTask task) {
        JsonNode modules = json.path("modules_to_save");
        List<String> named = new ArrayList<>();
        modules.forEach(name -> named.add(name.asText()));
        boolean ofScorer = named.contains(HEAD) && HEADS.containsAll(named);
        if (ofScorer && task == PeftTask.LANGUAGE_MODEL) {
            throw new RunFailure(
                    "wrong-kind",
                    "This is the adapter of a reward model: it scores answers and writes none; take one of a language model.");
        }
        refuseUnless(isNothing(modules) || ofScorer, "modules_to_save is " + modules + ", which is not read yet");
    }

    /** The matrices that it changes, in the order of the network. */
    List<String> targeted(Map<String, Linear> linears) {
        JsonNode targets = json.path("target_modules");
        JsonNode without = json.path("exclude_modules");
        List<String> found = linears.keySet().stream()
                .filter(name -> isNamed(targets, name))
                .filter(name -> isNothing(without) || !isNamed(without, name))
                .toList();
        refuseUnless(!found.isEmpty(), "target_modules is " + brief(targets) + ", and this model has nothing like it");
        return found;
    }

    LoraSettings settings(List<String> matrices) {
        double dropout = number("lora_dropout", 0);
        try {
            return new LoraSettings(
                    rank("r", json.path("r")),
                    number("lora_alpha", ALPHA),
                    dropout == 0 ? Optional.empty() : Optional.of(dropout),
                    json.path("use_rslora").asBoolean(false) ? Optional.of(LoraSettings.RSLORA) : Optional.empty(),
                    Optional.of(matrices));
        } catch (UnreadableMessage e) {
            throw PeftFiles.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Of one matrix; most have the common one. */
    int rank(String matrix, LoraSettings common) {
        return pattern("rank_pattern", matrix)
                .map(value -> rank("rank_pattern", value))
                .orElse(common.rank());
    }

    double alpha(String matrix, LoraSettings common) {
        return pattern("alpha_pattern", matrix)
                .map(value -> number("alpha_pattern", value))
                .orElse(common.alpha());
    }

    /** The first key of a pattern that fits, as PEFT takes it. */
    private Optional<JsonNode> pattern(String field, String matrix) {
        for (Map.Entry<String, JsonNode> entry : json.path(field).properties()) {
            if (Adapter.isOf(matrix, entry.getKey()) || matches("(?:.*\\.)?(?:" + entry.getKey() + ")", matrix)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
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

    private static boolean matches(String expression, String name) {
        try {
            return BoundedPattern.of(expression).matches(name);
        } catch (BoundedPattern.Refused e) {
            throw PeftFiles.refused("'" + expression + "' is no regular expression that can be used");
        }
    }

    private int rank(String field, JsonNode value) {
        refuseUnless(
                value.isIntegralNumber() && value.asInt() > 0 && value.asInt() <= RANK_MAX,
                field + " is " + json.path(field) + "; a rank is a whole number from 1");
        return value.asInt();
    }

    private double number(String field, double otherwise) {
        JsonNode value = json.path(field);
        return value.isMissingNode() ? otherwise : number(field, value);
    }

    private static double number(String field, JsonNode value) {
        refuseUnless(value.isNumber(), field + " is " + brief(value) + ", which is no number");
        return value.asDouble();
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

    private static void refuseUnless(boolean holds, String why) {
        if (!holds) {
            throw PeftFiles.refused(why);
        }
    }
}
