package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPathTest {
    /** A native abort ends the process it happens in: that may be a worker, never the supervisor. */
    @Test
    void noNativeLibraryOfTheTrainerIsInTheSupervisorsProcess() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> jars = Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .toList();

        assertThat(jars).anyMatch(jar -> jar.startsWith("kafka-clients"));
        assertThat(jars).noneMatch(jar -> jar.matches("(pytorch|openblas|javacpp|tokenizers).*"));
    }
}
