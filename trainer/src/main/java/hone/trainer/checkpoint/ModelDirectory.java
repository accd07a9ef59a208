package hone.trainer.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.Linear;
import hone.trainer.optim.AdamW;
import hone.trainer.run.ModelFolder;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.ClassifierPadding;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import hone.trainer.weights.AdapterBase;
import hone.trainer.weights.PeftFiles;
import hone.trainer.weights.PeftJson;
import hone.trainer.weights.PeftTask;
import hone.trainer.weights.SafeTensors;
import hone.trainer.weights.WeightShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * The files of a Hugging Face directory for a model that was trained from another one: configuration and tokenizer are copied
 * from there, the weights are the model's own in f32, and the tokenizer names the chat template that it was trained with. What
 * transformers needs to load it stands in it, whichever way the first model was described. A model with an
 * adapter leaves its base's weights where they are: its directory holds the adapter, as PEFT writes it.
 */
public final class ModelDirectory {
    private static final List<String> COPIED = List.of("special_tokens_map.json", "LICENSE", "SOURCE.md");

    private ModelDirectory() {}

    /** A language model in training, beside the one that it started from, with its optimizer's state unless it is finished. */
    public static List<Checkpoints.NamedContent> contents(
            Decoder model, Path from, ChatTemplate template, Optional<AdamW> optimizer) {
        List<Checkpoints.NamedContent> files = new ArrayList<>(contents(model, from, from, template));
        optimizer.ifPresent(state -> files.add(TrainingState.content(state)));
        return files;
    }

    /** @param config the directory of config.json; it differs from the tokenizer's for a new model */
    public static List<Checkpoints.NamedContent> contents(
            Decoder model, Path config, Path tokenizer, ChatTemplate template) {
        return contents(
                weights(
                        model.adapter(),
                        model.linears(),
                        model.parameters(),
                        model.trainableParameters(),
                        config,
                        PeftTask.LANGUAGE_MODEL),
                config,
                tokenizer,
                template,
                TokenizerFiles.config(tokenizer, template),
                json -> json.putArray("architectures").add(model.config().languageModel()));
    }

    /** A reward model, next to the language model it started from: a classifier with one label, and its scale. */
    public static List<Checkpoints.NamedContent> contents(
            ScoringModel model, ScoreScale scale, Path from, ChatTemplate template, Tokenizer tokenizer) {
        List<Checkpoints.NamedContent> weights = weights(
                model.adapter(),
                model.linears(),
                model.parameters(),
                model.trainableParameters(),
                from,
                PeftTask.SCORER);
        ClassifierPadding padding = ClassifierPadding.of(tokenizer, template);
        Path words = tokenizer.directory();
        return contents(weights, from, words, template, TokenizerFiles.config(words, template, padding), json -> {
            padding.writeTo(json);
            json.putArray("architectures").add(model.config().classifier());
            json.putObject("id2label").put("0", "LABEL_0"); // transformers counts the labels here
            json.putObject("label2id").put("LABEL_0", 0);
            scale.write(json);
        });
    }

    /** All weights, or the adapter alone and which model it belongs to. */
    private static List<Checkpoints.NamedContent> weights(
            Optional<Adapter> adapter,
            Map<String, Linear> linears,
            Map<String, Tensor> all,
            Map<String, Tensor> trained,
            Path base,
            PeftTask task) {
        if (adapter.isEmpty()) {
            return shards(all);
        }
        String sha256 = AdapterBase.sha256(base);
        return List.of(
                new Checkpoints.NamedContent(PeftFiles.WEIGHTS, file -> SafeTensors.write(file, trained)),
                new Checkpoints.NamedContent(
                        PeftFiles.CONFIG,
                        file -> Checkpoints.writeForced(
                                file, Wire.bytes(PeftJson.of(adapter.get(), linears, sha256, task)))),
                new Checkpoints.NamedContent(
                        AdapterBase.FILE, file -> Checkpoints.writeForced(file, Wire.bytes(AdapterBase.json(sha256)))));
    }

    private static List<Checkpoints.NamedContent> shards(Map<String, Tensor> all) {
        List<Checkpoints.NamedContent> files = new ArrayList<>();
        WeightShards weights = WeightShards.of(all, WeightShards.BYTES_MAX);
        for (WeightShards.Shard shard : weights.files()) {
            files.add(new Checkpoints.NamedContent(shard.name(), file -> SafeTensors.write(file, shard.tensors())));
        }
        weights.index()
                .ifPresent(index -> files.add(new Checkpoints.NamedContent(
                        index.name(), file -> Checkpoints.writeForced(file, index.json()))));
        return files;
    }

    private static List<Checkpoints.NamedContent> contents(
            List<Checkpoints.NamedContent> weights,
            Path config,
            Path tokenizer,
            ChatTemplate template,
            byte[] tokenizerConfig,
            Consumer<ObjectNode> change) {
        List<Checkpoints.NamedContent> files = new ArrayList<>(weights);
        files.add(new Checkpoints.NamedContent(DecoderConfig.FILE, file -> writeConfig(config, change, file)));
        files.add(new Checkpoints.NamedContent(
                TokenizerFiles.CONFIG, file -> Checkpoints.writeForced(file, tokenizerConfig)));
        files.add(new Checkpoints.NamedContent(
                TokenizerFiles.TOKENIZER, file -> Checkpoints.writeForced(file, TokenizerFiles.tokenizer(tokenizer))));
        TokenizerFiles.generation(config, template)
                .ifPresent(json -> files.add(new Checkpoints.NamedContent(
                        TokenizerFiles.GENERATION, file -> Checkpoints.writeForced(file, json))));
        for (String name : COPIED) {
            if (ModelFolder.has(config, name)) {
                Path from = ModelFolder.file(config, name);
                files.add(new Checkpoints.NamedContent(
                        name, file -> Checkpoints.writeForced(file, Files.readAllBytes(from))));
            }
        }
        return files;
    }

    private static void writeConfig(Path directory, Consumer<ObjectNode> change, Path file) throws IOException {
        ObjectNode json = object(directory.resolve(DecoderConfig.FILE));
        for (String name : List.of("dtype", "torch_dtype")) {
            if (json.has(name)) {
                json.put(name, "float32");
            }
        }
        change.accept(json);
        Checkpoints.writeForced(file, Wire.bytes(json));
    }

    private static ObjectNode object(Path file) throws IOException {
        Path name = file.getFileName();
        return (ObjectNode) ModelFolder.json(file.resolveSibling(""), String.valueOf(name));
    }
}
