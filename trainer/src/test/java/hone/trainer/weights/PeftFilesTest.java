package hone.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.randn_like;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.LoraSettings;
import hone.contract.Wire;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.Dropout;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters in and out, and what is refused. */
class PeftFilesTest {
    private static final LoraSettings TWO =
            new LoraSettings(2, 4, Optional.empty(), Optional.empty(), Optional.of(List.of("q_proj", "down_proj")));

    @TempDir
    private Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    private static Decoder base() {
        return InitialWeights.random(TinyDecoder.CONFIG, 3);
    }

    /** An adapter that has learned something. */
    private static Adapter learned(Decoder base, LoraSettings settings, long seed) {
        Adapter adapter = Adapter.start(base.linears(), settings, seed);
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Torch.seed(seed);
            adapter.parts().values().forEach(part -> part.b().copy_(randn_like(part.b())));
        }
        return adapter;
    }

    private Path written(Decoder model, Path base) throws IOException {
        Path directory = Files.createTempDirectory(folder, "adapter");
        String sha256 = AdapterBase.sha256(base);
        AdapterBase.putBeside(folder, base);
        Files.write(
                directory.resolve(PeftFiles.CONFIG),
                Wire.bytes(
                        PeftJson.of(model.adapter().orElseThrow(), model.linears(), sha256, PeftTask.LANGUAGE_MODEL)));
        SafeTensors.write(directory.resolve(PeftFiles.WEIGHTS), model.trainableParameters());
        Files.write(directory.resolve(AdapterBase.FILE), Wire.bytes(AdapterBase.json(sha256)));
        Files.copy(base.resolve("config.json"), directory.resolve("config.json"));
        return directory;
    }

    private Path directoryOf(Decoder base) throws IOException {
        Path directory = Files.createTempDirectory(folder, "base");
        Files.writeString(directory.resolve("config.json"), """
            {"model_type":"llama","vocab_size":64,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
             "num_key_value_heads":2,"head_dim":4,"intermediate_size":24,"max_position_embeddings":64,"rms_norm_eps":1e-5,
             "rope_theta":10000.0,"tie_word_embeddings":true,"initializer_range":0.6}
            """);
        SafeTensors.write(directory.resolve(ModelFiles.WEIGHTS), base.parameters());
        return directory;
    }

    private static float[] logits(Decoder model) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor logits = model.logits(model.hidden(Tensor.create(new long[] {5, 6, 7, 8}, 1, 4)));
            float[] numbers = new float[(int) logits.numel()];
            new org.bytedeco.javacpp.FloatPointer(logits.contiguous().data_ptr()).get(numbers);
            return numbers;
        }
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    @Test
    void aNewAdapterChangesNothingAndALearnedOneLeavesItsBaseAlone() {
        Decoder base = base();
        float[] before = logits(base);
        try (Decoder fresh = base.with(Adapter.start(base.linears(), LoraSettings.ofRank(4), 1))) {
            assertThat(logits(fresh)).containsExactly(before);
            assertThat(fresh.trainableParameters().keySet())
                    .hasSize(2 * 7 * 2) // A and B of seven matrices in two layers: neither embedding nor output
                    .allMatch(name -> name.contains("lora_"));
            assertThat(fresh.parameters().values()).noneMatch(Tensor::requires_grad);
        }

        Decoder other = base();
        try (Decoder learned = other.with(learned(other, TWO, 2))) {
            assertThat(distance(logits(learned), before)).isGreaterThan(0.01);
            assertThat(logits(learned.base())).containsExactly(before);
            assertThat(learned.base().parameters()).containsExactlyEntriesOf(learned.parameters()); // held once
        }
    }

    @Test
    void oneBaseCarriesSeveralAdaptersWhichAreReadAsTheyWereTrained() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        try (Decoder first = weights.with(learned(weights, TWO, 2))) {
            Path one = written(first, base);
            float[] expected = logits(first);
            Decoder again = base();
            try (Decoder second = again.with(learned(again, LoraSettings.ofRank(3), 9));
                    Decoder read = ModelFiles.load(one);
                    Decoder readToo = ModelFiles.load(written(second, base))) {
                assertThat(distance(logits(read), expected)).isLessThan(1e-5);
                assertThat(distance(logits(readToo), logits(second))).isLessThan(1e-5);
                assertThat(distance(logits(read), logits(readToo))).isGreaterThan(0.01);
            }
        }
    }

    @Test
    void anAdapterOnAnAdapterIsAddedToBoth() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path first;
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            first = written(model, base);
        }
        Decoder middle = ModelFiles.load(first);
        try (Decoder model = middle.with(learned(middle, LoraSettings.ofRank(3), 9))) {
            Path second = written(model, first);

            try (Decoder read = ModelFiles.load(second)) {
                assertThat(distance(logits(read), logits(model))).isLessThan(1e-5);
            }
        }
    }

    @Test
    void anotherBaseIsRefused() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path adapter;
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            adapter = written(model, base);
        }
        try (Decoder another = InitialWeights.random(TinyDecoder.CONFIG, 4)) {
            SafeTensors.write(base.resolve(ModelFiles.WEIGHTS), another.parameters());
        }

        assertThatThrownBy(() -> ModelFiles.load(adapter))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("is not the base that it was trained on");
    }

    /** What leaves with an export tells nothing of the machine, and what came with one leads nowhere. */
    @Test
    void anAdapterSaysWhichBaseItHasByAHashAndNoPathInItIsFollowed() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path adapter;
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            adapter = written(model, base);
        }
        for (String file : List.of(PeftFiles.CONFIG, AdapterBase.FILE)) {
            assertThat(Files.readString(adapter.resolve(file)))
                    .contains(AdapterBase.sha256(base))
                    .doesNotContain(String.valueOf(base.getFileName()));
        }
        assertThat(Files.readSymbolicLink(folder.resolve(AdapterBase.sha256(base))))
                .isEqualTo(base.getFileName()); // both may be moved together

        Files.delete(folder.resolve(AdapterBase.sha256(base)));
        change(adapter, json -> json.put("base_model_name_or_path", base.toString()));
        assertThatThrownBy(() -> ModelFiles.load(adapter))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("is not beside it");
        Files.writeString(adapter.resolve(AdapterBase.FILE), "{\"sha256\":\"" + base.getFileName() + "\"}");
        assertThatThrownBy(() -> ModelFiles.load(adapter))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("names no model by its sha256");
    }

    @Test
    void aBaseThatWasMovedIsLinkedAgain() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path adapter;
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            adapter = written(model, base);
        }
        Path moved = Files.move(base, folder.resolve("moved"));
        assertThatThrownBy(() -> ModelFiles.load(adapter)).hasMessageContaining("is not beside it");

        AdapterBase.putBeside(folder, moved);
        AdapterBase.putBeside(folder, moved);

        ModelFiles.load(adapter).close();
    }

    /** One of PEFT's does not say which weights it was trained on; who merges it says it. */
    @Test
    void anAdapterFromElsewhereIsAddedToTheBaseThatSomebodyNames() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path other;
        try (Decoder another = InitialWeights.random(TinyDecoder.CONFIG, 4)) {
            other = directoryOf(another);
        }
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            Path adapter = written(model, base);
            assertThatThrownBy(() -> ModelFiles.merged(adapter, other))
                    .isInstanceOf(RunFailure.class)
                    .hasMessageContaining("is not the base that it was trained on");

            Files.delete(adapter.resolve(AdapterBase.FILE));
            assertThatThrownBy(() -> ModelFiles.load(adapter))
                    .isInstanceOf(RunFailure.class)
                    .hasMessageContaining("--base");
            try (Decoder merged = ModelFiles.merged(adapter, base)) {
                assertThat(distance(logits(merged), logits(model))).isLessThan(1e-5);
            }
        }
    }

    @Test
    void dropoutFollowsFromItsSeedAndIsOffOutsideOfAStep() {
        LoraSettings dropping =
                new LoraSettings(4, 8, Optional.of(0.5), Optional.empty(), Optional.of(List.of("q_proj")));
        Decoder base = base();
        try (Decoder model = base.with(learned(base, dropping, 2))) {
            float[] whole = logits(model);
            float[] once = Dropout.from(1, () -> logits(model));

            assertThat(Dropout.from(1, () -> logits(model))).containsExactly(once);
            assertThat(distance(Dropout.from(2, () -> logits(model)), once)).isGreaterThan(1e-3);
            assertThat(distance(whole, once)).isGreaterThan(1e-3);
            assertThat(logits(model)).containsExactly(whole);
        }
    }

    /** alpha / rank, or alpha / √rank; a pattern changes both for the matrices that it names. */
    @Test
    void ranksAndScalesFollowTheirPatterns() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path directory;
        try (Decoder model = weights.with(learned(weights, LoraSettings.ofRank(4), 2))) {
            directory = written(model, base);
        }
        change(directory, json -> {
            json.put("r", 9).put("lora_alpha", 3).put("use_rslora", true);
            json.putObject("rank_pattern").put(".*", 4);
            json.putObject("alpha_pattern").put("layers\\.1\\.mlp\\..*", 10).put("q_proj", 6);
        });

        try (Decoder model = base();
                Adapter read = PeftFiles.read(directory, model.linears())) {
            Map<String, Double> scales = new LinkedHashMap<>();
            read.parts().forEach((name, part) -> scales.put(name, part.scale()));
            assertThat(scales.get("model.layers.0.self_attn.q_proj")).isCloseTo(6 / 2.0, within(1e-9));
            assertThat(scales.get("model.layers.1.mlp.up_proj")).isCloseTo(10 / 2.0, within(1e-9));
            assertThat(scales.get("model.layers.0.mlp.up_proj")).isCloseTo(3 / 2.0, within(1e-9));
        }
    }

    private static void change(Path directory, Consumer<ObjectNode> change) throws IOException {
        Path file = directory.resolve(PeftFiles.CONFIG);
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(file), JsonNode.class);
        change.accept(json);
        Files.write(file, Wire.bytes(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "peft_type | 'IA3' | peft_type",
                "use_dora | true | use_dora",
                "bias | 'all' | bias",
                "lora_bias | true | lora_bias",
                "modules_to_save | ['lm_head'] | modules_to_save",
                "modules_to_save | ['score'] | reward model",
                "layers_to_transform | [0] | layers_to_transform",
                "layer_replication | [[0,1]] | layer_replication",
                "trainable_token_indices | [1] | trainable_token_indices",
                "init_lora_weights | 'pissa' | init_lora_weights",
                "something_new | 'yes' | something_new",
                "r | 0 | rank",
                "r | 3 | shape",
                "lora_alpha | 'much' | lora_alpha",
                "alpha_pattern | {'.*':'much'} | alpha_pattern",
                "rank_pattern | {'.*':0} | rank_pattern",
                "target_modules | ['q_proj'] | down_proj",
                "target_modules | ['q_proj','down_proj','up_proj'] | up_proj",
                "target_modules | ['head'] | target_modules",
                "target_modules | '(' | regular expression",
            })
    void whatIsNotImplementedOrNotTrueIsRefusedByItsName(String key, String value, String named) throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path directory;
        try (Decoder model = weights.with(learned(weights, TWO, 2))) {
            directory = written(model, base);
        }
        JsonNode typed = Wire.read(value.replace('\'', '"'), JsonNode.class);
        change(directory, json -> json.set(key, typed));

        assertThatThrownBy(() -> ModelFiles.load(directory))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining(named);
    }

    /** PEFT and TRL name both heads that a classifier might have. */
    @ParameterizedTest
    @ValueSource(strings = {"score", "classifier,score", "score,classifier"})
    void theAdapterOfAScorerIsReadWhateverHeadsPeftNames(String names) throws IOException {
        Decoder weights = base();
        Path directory = written(weights.with(learned(weights, TWO, 2)), directoryOf(weights));
        change(directory, json -> {
            json.put("task_type", "SEQ_CLS");
            ArrayNode saved = json.putArray("modules_to_save");
            for (String name : names.split(",")) {
                saved.add(name);
            }
        });

        assertThat(PeftFiles.task(directory)).isEqualTo(PeftTask.SCORER);
        try (Decoder model = base();
                Adapter read = PeftFiles.readOfScorer(directory, model.linears())) {
            assertThat(read.parts()).isNotEmpty();
        }
        assertThatThrownBy(() -> ModelFiles.load(directory)).hasMessageContaining("reward model");
    }

    @Test
    void weightsThatAreNoNumbersArePickledOrAreMissingAreRefused() throws IOException {
        Decoder weights = base();
        Path base = directoryOf(weights);
        Path directory;
        Adapter adapter = learned(weights, TWO, 2);
        try (Decoder model = weights.with(adapter);
                Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            adapter.parts().firstEntry().getValue().a().fill_(new org.bytedeco.pytorch.Scalar(Double.NaN));
            directory = written(model, base);
        }
        assertThatThrownBy(() -> ModelFiles.load(directory)).hasMessageContaining("NaN");

        Files.move(directory.resolve(PeftFiles.WEIGHTS), directory.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> ModelFiles.load(directory)).hasMessageContaining("pickle");

        Files.delete(directory.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> ModelFiles.load(directory)).hasMessageContaining(PeftFiles.WEIGHTS);
    }
}
