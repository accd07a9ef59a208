package hone.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in several files, and the index that says in which file each is. */
class ShardsTest {
    private static final DecoderConfig TINY = TinyDecoder.CONFIG;

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void aModelInTwoFilesIsTheModelInOne() throws IOException {
        try (Decoder written = InitialWeights.random(TINY, 7)) {
            Map<Boolean, Map<String, Tensor>> halves = new HashMap<>();
            Map<String, String> index = new LinkedHashMap<>();
            written.parameters().forEach((name, tensor) -> {
                boolean second = name.contains("layers.1.");
                halves.computeIfAbsent(second, half -> new LinkedHashMap<>()).put(name, tensor);
                index.put(name, second ? "two.safetensors" : "one.safetensors");
            });
            SafeTensors.write(folder.resolve("one.safetensors"), halves.getOrDefault(false, Map.of()));
            SafeTensors.write(folder.resolve("two.safetensors"), halves.getOrDefault(true, Map.of()));
            index(index);

            try (Decoder read = ModelFiles.load(folder, TINY);
                    Scope scope = Scope.open()) {
                assertThat(read.parameters().keySet())
                        .isEqualTo(written.parameters().keySet());
                read.parameters().forEach((name, tensor) -> {
                    Tensor wanted = written.parameters().get(name);
                    assertThat(wanted != null && tensor.equal(wanted)).as(name).isTrue();
                });
            }
        }
    }

    @Test
    void anIndexThatLeadsOutOfTheFolderOrToTooManyFilesIsRefused() throws IOException {
        index(Map.of("weight", "../one.safetensors"));
        assertThatThrownBy(() -> ModelFiles.load(folder, TINY)).hasMessageContaining("outside of its directory");

        index(IntStream.rangeClosed(0, 1000)
                .boxed()
                .collect(Collectors.toMap(n -> "weight." + n, n -> n + ".safetensors")));
        assertThatThrownBy(() -> ModelFiles.load(folder, TINY)).hasMessageContaining("more than 1000 files");
    }

    private void index(Map<String, String> weights) throws IOException {
        Files.write(folder.resolve("model.safetensors.index.json"), Wire.bytes(Map.of("weight_map", weights)));
    }
}
