package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official Python client of the API talks to the server. It is installed by pip, where that is possible. */
class OpenAiClientTest {
    private static final Path ROOT = Path.of(System.getProperty("hone.root"));
    private static final Path VENV =
            ROOT.resolve("trainer/target/openai-client").toAbsolutePath();
    private static final Path PYTHON = VENV.resolve("bin/python");
    private static final long MINUTES_MAX = 5;

    private record Ended(int code, String output) {}

    @Test
    void theOfficialClientIsContent() throws Exception {
        Path base = ROOT.resolve("trainer/base");
        assumeTrue(clientIsInstalled(), "pip can't install the client here, so it was not tried");

        try (Serve server =
                Serve.started(ServeOptions.of(List.of(base.toString(), "--port", "0", "--threads", "1"), Map.of()))) {
            Ended check = run(
                    PYTHON.toString(),
                    ROOT.resolve("trainer/src/test/resources/openai_check.py").toString(),
                    "http://127.0.0.1:" + server.port() + "/v1",
                    "base");

            assertThat(check.output()).contains("is content");
            assertThat(check.code()).isZero();
        }
    }

    private static boolean clientIsInstalled() throws InterruptedException {
        try {
            return run(PYTHON.toString(), "-c", "import openai").code() == 0 || installed();
        } catch (IOException e) {
            return installed();
        }
    }

    private static boolean installed() throws InterruptedException {
        try {
            return run("python3", "-m", "venv", "--clear", VENV.toString()).code() == 0
                    && run(PYTHON.toString(), "-m", "pip", "install", "--quiet", "--retries", "1", "openai")
                                    .code()
                            == 0;
        } catch (IOException e) {
            return false; // there is no Python
        }
    }

    private static Ended run(String... words) throws IOException, InterruptedException {
        Files.createDirectories(VENV.getParent());
        Path output = Files.createTempFile(VENV.getParent(), "python", ".log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        Ended ended = new Ended(process.exitValue(), Files.readString(output));
        Files.delete(output);
        return ended;
    }
}
