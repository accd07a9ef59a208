package hone.trainer.bench;

import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.run.ThisProgram;
import hone.trainer.tensor.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code bench serve}: callers who talk with a model over HTTP, all at the same time, each in a conversation of several turns whose answers
 * arrive word by word. With a peer, the same calls go to transformers' server afterwards, with the same model.
 *
 * @param model to be served; empty for one of random weights, which no peer can be asked about
 * @param python with transformers, if a peer is measured
 */
record ServeBench(Optional<Path> model, Optional<Path> python) {
    private static final List<String> CASES = List.of("1", "8", "32");
    private static final String BY_US = "Serving at ";

    void run(List<String> cases, PrintStream out, boolean asJson) {
        if (python.isPresent() && model.isEmpty()) {
            throw new RunFailure(
                    "bad-arguments",
                    "Beside a peer, bench serve needs a model with a chat template: --model DIRECTORY.");
        }
        List<String> measured = cases.isEmpty() ? CASES : cases;
        measured.stream().filter(name -> !CASES.contains(name)).findFirst().ifPresent(name -> {
            throw new RunFailure("bad-arguments", "There is no case " + name + "; there are " + CASES + " streams.");
        });
        try {
            Path folder = Files.createTempDirectory("hone-bench-serve-");
            try {
                Path served = model.isPresent() ? model.get() : made(folder);
                measure(ours(served), "", measured, out, asJson);
                if (python.isPresent()) {
                    measure(theirs(python.get(), served), "peer_", measured, out, asJson);
                }
            } finally {
                MadeModels.delete(folder);
            }
        } catch (IOException e) {
            throw Disk.failure("write the measured model", e);
        }
    }

    private static Path made(Path folder) throws IOException {
        Torch.start(1);
        return MadeModels.language(folder, ModelSize.M15);
    }

    /** A server as a process of its own. */
    private record Started(Process process, URI address, String model) implements AutoCloseable {
        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    private static Started ours(Path model) throws IOException {
        Process process = new ProcessBuilder(ThisProgram.again(
                        List.of("serve", model.toString(), "--name", "measured", "--port", "0", "--rows", "32")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith(BY_US)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new RunFailure("bench-failed", "Hone's server ended before it served.");
        }
        return new Started(process, URI.create(line.substring(BY_US.length())), "measured");
    }

    private static Started theirs(Path python, Path model) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                python.resolveSibling("transformers").toString(), "serve", model.toString(), "--device", "cpu"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port), "--continuous-batching"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(Peers.OURS);
        return new Started(builder.start(), URI.create("http://127.0.0.1:" + port + "/v1"), model.toString());
    }

    private static void measure(Started started, String prefix, List<String> cases, PrintStream out, boolean asJson) {
        try (Started server = started;
                Callers callers = new Callers(server.address(), server.model())) {
            callers.awaitAnswer();
            for (String name : cases) {
                Callers.Seen seen = callers.talk(Integer.parseInt(name));
                print(
                        name,
                        prefix + "requests_per_second",
                        "1/s",
                        Windows.Better.HIGHER,
                        seen.requestsPerSecond(),
                        out,
                        asJson);
                print(
                        name,
                        prefix + "tokens_per_second",
                        "1/s",
                        Windows.Better.HIGHER,
                        seen.tokensPerSecond(),
                        out,
                        asJson);
                print(
                        name,
                        prefix + "first_token_p95_ms",
                        "ms",
                        Windows.Better.LOWER,
                        seen.firstTokenP95(),
                        out,
                        asJson);
                print(name, prefix + "failed", "requests", Windows.Better.LOWER, seen.failed(), out, asJson);
            }
        }
    }

    private static void print(
            String name,
            String metric,
            String unit,
            Windows.Better better,
            double value,
            PrintStream out,
            boolean asJson) {
        new Windows("serve", name, metric, unit, better, List.of(value)).print(out, asJson);
    }
}
