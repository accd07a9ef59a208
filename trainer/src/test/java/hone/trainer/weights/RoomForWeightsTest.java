package hone.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that the machine has no room for; how much is free is told here. */
class RoomForWeightsTest {
    private static final Path SHIPPED = Path.of(System.getProperty("hone.root"), "trainer", "base");

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void weightsThatFitToTheByteAreReadAndOneByteLessRefusesThem() throws IOException {
        // It ships as f32, so its weights take in memory what they take in the file behind the header.
        long needed = bytesBehindTheHeader(SHIPPED.resolve(ModelFiles.WEIGHTS));

        assertThatThrownBy(() -> read(SHIPPED, OptionalLong.of(needed - 1)))
                .isInstanceOfSatisfying(RunFailure.class, failure -> {
                    assertThat(failure.word()).isEqualTo("out-of-memory");
                    assertThat(failure.sentence())
                            .contains("can't be loaded", "are free on this machine")
                            .endsWith(".");
                });
        release(read(SHIPPED, OptionalLong.of(needed)));
        release(read(SHIPPED, OptionalLong.empty()));
    }

    /** All its numbers are NaN: had one of them been read, that would be what is said. */
    @Test
    void itIsRefusedByItsHeaderAloneBeforeAnyMemoryIsTaken() throws IOException {
        Files.copy(SHIPPED.resolve("config.json"), folder.resolve("config.json"));
        Path weights = Files.copy(SHIPPED.resolve(ModelFiles.WEIGHTS), folder.resolve(ModelFiles.WEIGHTS));
        byte[] numbers = new byte[(int) bytesBehindTheHeader(weights)];
        Arrays.fill(numbers, (byte) 0xff);
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() - numbers.length);
            file.write(numbers);
        }
        long kept = Scope.keptObjects();

        assertThatThrownBy(() -> read(folder, OptionalLong.of(1 << 20)))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("0.0 GiB are free");
        assertThatThrownBy(() -> read(folder, OptionalLong.of(1L << 40)))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("holds a NaN");
        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    private static Map<String, Tensor> read(Path directory, OptionalLong free) {
        DecoderConfig config = DecoderConfig.read(directory.resolve(DecoderConfig.FILE));
        return ModelFiles.read(directory, config, config.layout(), free);
    }

    private static void release(Map<String, Tensor> tensors) {
        assertThat(tensors).isNotEmpty();
        tensors.values().forEach(Scope::release);
    }

    private static long bytesBehindTheHeader(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long header = Long.reverseBytes(bytes.readLong()); // little-endian
            return bytes.length() - Long.BYTES - header;
        }
    }
}
