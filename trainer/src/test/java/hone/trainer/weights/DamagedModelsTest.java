package hone.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole models with something changed at random: each is refused in a sentence, or it is a model that computes. {@code
 * -Dhone.damages=10000} tries more of them than a build has time for; the seed in a failure's name makes it again.
 */
class DamagedModelsTest {
    private static final int DAMAGES = Integer.getInteger("hone.damages", 250);
    private static final long SEED = Long.getLong("hone.seed", 14);
    /** Resident memory that all of it together may add: buffers of the allocator, a hundred times a model. */
    private static final double MEGABYTES_MAX = 400;

    private static final List<String> FAMILIES = List.of("""
            {"model_type":"llama","vocab_size":40,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,"head_dim":4,
             "num_key_value_heads":2,"intermediate_size":24,"max_position_embeddings":64,"rope_theta":10000.0,
             "rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,
             "original_max_position_embeddings":16},"attention_bias":true,"mlp_bias":true}
            """, """
            {"model_type":"qwen2","vocab_size":40,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
             "num_key_value_heads":2,"intermediate_size":24,"max_position_embeddings":64,"use_sliding_window":true,
             "sliding_window":3,"max_window_layers":1,"tie_word_embeddings":true}
            """, """
            {"model_type":"gemma3_text","vocab_size":40,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
             "head_dim":4,"num_key_value_heads":2,"intermediate_size":24,"max_position_embeddings":64,"sliding_window":3,
             "query_pre_attn_scalar":4,"sliding_window_pattern":2,"attn_logit_softcapping":30.0}
            """, """
            {"model_type":"smollm3","vocab_size":40,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,
             "num_key_value_heads":2,"intermediate_size":24,"max_position_embeddings":64,"no_rope_layers":[1,0]}
            """, """
            {"model_type":"gpt2","vocab_size":40,"n_embd":16,"n_layer":2,"n_head":4,"n_positions":32}
            """);

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "2",
            "3",
            "7",
            "0.5",
            "1e-300",
            "1e308",
            "1e999",
            "65536",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "99999999999999999999999",
            "\"\"",
            "\"silu\"",
            "\"default\"",
            "\"model.norm.weight\"",
            "[]",
            "[1]",
            "[[],[]]",
            "{}",
            "{\"rope_type\":\"linear\",\"factor\":2}",
            "{\"rope_theta\":1}",
            "[\"full_attention\",\"sliding_attention\"]");

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    @Timeout(1800)
    void aDamagedConfigurationIsRefusedOrComputes() throws IOException {
        List<Path> models = models();

        each("config.json", (random, i) -> {
            Path model = models.get(i % models.size());
            byte[] whole = FAMILIES.get(i % models.size()).getBytes(StandardCharsets.UTF_8);
            Files.write(model.resolve("config.json"), damagedJson(whole, random));
            return model;
        });
    }

    @Test
    @Timeout(1800)
    void damagedWeightsAreRefusedOrCompute() throws IOException {
        List<Path> models = models();
        List<byte[]> whole = new ArrayList<>();
        for (Path model : models) {
            whole.add(Files.readAllBytes(model.resolve("model.safetensors")));
        }

        each("model.safetensors", (random, i) -> {
            Path model = models.get(i % models.size());
            Files.write(model.resolve("model.safetensors"), damagedFile(whole.get(i % models.size()), random));
            return model;
        });
    }

    @Test
    @Timeout(1800)
    void aDamagedIndexIsRefusedOrComputes() throws IOException {
        Path model = models().getFirst();
        Files.move(model.resolve("model.safetensors"), model.resolve("one.safetensors"));
        Map<String, String> where = new LinkedHashMap<>();
        SafeTensors.describe(model.resolve("one.safetensors"))
                .keySet()
                .forEach(name -> where.put(name, "one.safetensors"));
        byte[] whole = Wire.bytes(Map.of("metadata", Map.of("total_size", 1), "weight_map", where));

        each("model.safetensors.index.json", (random, i) -> {
            Files.write(model.resolve("model.safetensors.index.json"), damagedJson(whole, random));
            return model;
        });
    }

    private interface Damage {
        Path model(Random random, int number) throws IOException;
    }

    private static void each(String what, Damage damage) throws IOException {
        long kept = Scope.keptObjects();
        double before = Memory.peakMegabytes();
        int refused = 0;
        int computed = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Path model = damage.model(new Random(SEED + i), i);
            try (Decoder read = ModelFiles.load(model)) {
                compute(read);
                computed++;
            } catch (RunFailure e) {
                refused++;
                assertThat(e.sentence()).as("seed %s", SEED + i).endsWith(".").doesNotContain("Exception");
            } catch (RuntimeException | Error e) {
                fail("seed " + (SEED + i) + " of " + what + " ended in " + e, e);
            }
        }
        System.out.printf(
                "%s: %d damages from seed %d, %d refused, %d models compute%n", what, DAMAGES, SEED, refused, computed);
        assertThat(refused).isPositive();
        assertThat(Scope.keptObjects()).isEqualTo(kept);
        assertThat(Memory.peakMegabytes() - before).isLessThan(MEGABYTES_MAX);
    }

    private static void compute(Decoder model) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            int length = Math.min(6, model.config().positions());
            Tensor ids = Tensor.create(new long[length], 1, length);
            Tensor logits = model.logits(model.hidden(ids));
            assertThat(logits.shape()).containsExactly(1, length, model.config().vocab());
        }
    }

    private List<Path> models() throws IOException {
        List<Path> models = new ArrayList<>();
        for (String config : FAMILIES) {
            Path model = Files.createDirectory(folder.resolve("model-" + models.size()));
            Files.writeString(model.resolve("config.json"), config);
            try (Decoder made = InitialWeights.random(DecoderConfig.read(model.resolve("config.json")), 3)) {
                SafeTensors.write(model.resolve("model.safetensors"), made.parameters());
            }
            models.add(model);
        }
        return models;
    }

    /** A field with another value, a field more or less, or bytes that make it no JSON any more. */
    private static byte[] damagedJson(byte[] whole, Random random) {
        ObjectNode json = (ObjectNode) Wire.read(whole, JsonNode.class);
        ObjectNode inside = json;
        List<String> objects = new ArrayList<>();
        json.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                objects.add(field.getKey());
            }
        });
        if (!objects.isEmpty() && random.nextBoolean()) {
            inside = (ObjectNode) json.path(objects.get(random.nextInt(objects.size())));
        }
        List<String> names = new ArrayList<>();
        inside.fieldNames().forEachRemaining(names::add);
        for (int n = random.nextInt(3); n >= 0; n--) {
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(5)) {
                case 0 -> inside.remove(name);
                case 1 -> inside.set("x" + name, value(random));
                default -> inside.set(name, value(random));
            }
        }
        byte[] bytes = Wire.bytes(json);
        return random.nextInt(4) == 0 ? damagedBytes(bytes, 0, bytes.length, random) : bytes;
    }

    private static JsonNode value(Random random) {
        return Wire.read("[" + VALUES.get(random.nextInt(VALUES.size())) + "]", JsonNode.class)
                .get(0);
    }

    /** Mostly in the header, where a lie could make a reader run out of memory or read where nothing is. */
    private static byte[] damagedFile(byte[] whole, Random random) {
        int header = (int) Long.reverseBytes(java.nio.ByteBuffer.wrap(whole).getLong());
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(64));
            case 2 -> damagedBytes(whole, 0, Long.BYTES, random);
            case 3 -> damagedBytes(whole, 0, whole.length, random);
            case 4 -> withHeader(whole, header, damagedEntry(Arrays.copyOfRange(whole, 8, 8 + header), random));
            default -> damagedBytes(whole, Long.BYTES, Long.BYTES + header, random);
        };
    }

    private static byte[] damagedEntry(byte[] header, Random random) {
        ObjectNode json = (ObjectNode) Wire.read(header, JsonNode.class);
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        ObjectNode entry = (ObjectNode) json.path(name);
        switch (random.nextInt(6)) {
            case 0 ->
                entry.put(
                        "dtype",
                        List.of("F16", "BF16", "F64", "I64", "U8", "F8_E4M3", "X")
                                .get(random.nextInt(7)));
            case 1 -> entry.set("data_offsets", json.path(other).path("data_offsets"));
            case 2 -> entry.set("shape", value(random));
            case 3 -> entry.putArray("data_offsets").add(value(random)).add(value(random));
            case 4 -> json.set("x" + name, json.remove(name));
            default -> entry.putArray("shape").add(value(random)).add(value(random));
        }
        return Wire.bytes(json);
    }

    private static byte[] withHeader(byte[] whole, int old, byte[] header) {
        byte[] data = Arrays.copyOfRange(whole, Long.BYTES + old, whole.length);
        return java.nio.ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    private static byte[] damagedBytes(byte[] whole, int from, int to, Random random) {
        byte[] bytes = whole.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            bytes[from + random.nextInt(to - from)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
