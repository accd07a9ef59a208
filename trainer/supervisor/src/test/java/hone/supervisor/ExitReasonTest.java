package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitReasonTest {
    @Test
    void aSignInTheLogSaysMoreThanTheCode() {
        assertThat(ExitReason.of(1, "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"))
                .isEqualTo("its Java heap was too small");
        assertThat(ExitReason.of(134, "terminate called after throwing an instance of 'std::bad_alloc'"))
                .contains("not enough memory");
        assertThat(ExitReason.of(137, "step 10 loss 3.1")).contains("killed");
        assertThat(ExitReason.of(0, "")).isEqualTo("without saying how the run ended");
    }

    @Test
    void onlyTheEndOfALongLogIsReadAndNothingOfItIsRepeated(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("worker.log");
        Files.writeString(log, "OutOfMemoryError\n" + "a private answer\n".repeat(5000));

        assertThat(ExitReason.of(139, log))
                .startsWith("exit code 139, native code")
                .doesNotContain("private");
        assertThat(ExitReason.of(139, folder.resolve("none"))).startsWith("exit code 139");
    }
}
