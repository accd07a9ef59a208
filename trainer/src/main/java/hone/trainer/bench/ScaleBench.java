package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import hone.trainer.run.ThisProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench scale}: steps of fine-tuning the 15 million model in two processes of one thread, which share the rows of each step, beside
 * the same steps in one process of one thread. The two are measured in turn.
 */
final class ScaleBench {
    /** The command of a process that measures. */
    static final String WINDOWS_OF_A_PROCESS = "scale-window";

    static final TrainCase STEPS = TrainCase.SFT_15M_1T;

    private static final String CASE = "2x1";
    private static final int PROCESSES = 2;
    private static final int WINDOWS = 5;
    private static final int SECONDS_TO_END = 20;

    private ScaleBench() {}

    static void run(List<String> cases, PrintStream out, boolean asJson) {
        if (!cases.isEmpty() && !cases.equals(List.of(CASE))) {
            throw new RunFailure("bad-arguments", "There is no case " + cases + "; there is " + CASE + ".");
        }
        try {
            measure(out, asJson);
        } catch (IOException e) {
            throw new RunFailure("bench-failed", CASE + " could not be measured: " + e.getMessage() + ".");
        }
    }

    private static void measure(PrintStream out, boolean asJson) throws IOException {
        String port = freePort();
        List<Double> speedups = new ArrayList<>();
        double gradientError = 0;
        Process other = process(1, port)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Contestant together = Contestant.started(process(0, port));
                Contestant alone = Contestant.started(new ProcessBuilder(command()))) {
            for (int window = 0; window < WINDOWS; window++) {
                JsonNode one = alone.window();
                JsonNode two = together.window();
                speedups.add(Peers.rate(two) / Peers.rate(one));
                gradientError = two.path("gradient_error").asDouble();
            }
        } finally {
            end(other);
        }
        new Windows("scale", CASE, "speedup", "ratio", Windows.Better.HIGHER, speedups).print(out, asJson);
        new Windows("scale", CASE, "gradient_error", "ratio", Windows.Better.LOWER, List.of(gradientError))
                .print(out, asJson);
    }

    /** It ends with the first one of its world. */
    private static void end(Process other) {
        try {
            if (!other.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                other.destroyForcibly();
            }
        } catch (InterruptedException e) {
            other.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessBuilder process(int rank, String port) {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment()
                .putAll(Map.of(
                        "RANK",
                        String.valueOf(rank),
                        "WORLD_SIZE",
                        String.valueOf(PROCESSES),
                        "MASTER_ADDR",
                        "127.0.0.1",
                        "MASTER_PORT",
                        port));
        return builder;
    }

    private static List<String> command() {
        return ThisProgram.again(List.of("bench", WINDOWS_OF_A_PROCESS));
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
