package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelTest {

    @TempDir
    Path folder;

    @Test
    void the_shipped_model_is_placed_under_the_sha256_of_its_manifest_once() throws Exception {
        Path shipped = folder.resolve("base");
        Files.createDirectories(shipped.resolve("tokenizer"));
        Files.writeString(shipped.resolve("manifest.json"), "abc");
        Files.writeString(shipped.resolve("tokenizer/merges.txt"), "a b");

        Path placed = BaseModel.placed(shipped, folder.resolve("models")).orElseThrow();
        Path again = BaseModel.placed(shipped, folder.resolve("models")).orElseThrow();

        // The digest of "abc" as FIPS 180-2 gives it in its first example.
        assertThat(placed.getFileName())
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(placed.resolve("tokenizer/merges.txt")).hasContent("a b");
        assertThat(again).isEqualTo(placed);
        assertThat(folder.resolve("models")).isDirectoryContaining(placed::equals);
    }

    @Test
    void a_checkout_without_a_base_model_starts_all_the_same() throws Exception {
        assertThat(BaseModel.placed(folder.resolve("none"), folder.resolve("models")))
                .isEmpty();
    }
}
