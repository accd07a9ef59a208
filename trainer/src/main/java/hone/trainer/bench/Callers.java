package hone.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Callers of a server that has OpenAI's API, each in a conversation, all at the same time. */
final class Callers implements AutoCloseable {
    private static final int TURNS = 3;
    private static final int TURN_WORDS = 20;
    private static final int ANSWER_TOKENS = 32;
    private static final int TALKS_MIN = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ATTEMPTS_TO_REACH = 240;
    private static final String DATA = "data: ";
    private static final String DONE = "[DONE]";
    private static final List<String> WORDS = List.of(
            "Milo", "Vera", "river", "lamp", "cup", "rain", "noon", "boat", "letter", "garden", "why", "where", "when",
            "the", "a", "and", "of", "was", "had", "found");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI completions;
    private final String model;

    /** @param address that ends with {@code /v1} */
    Callers(URI address, String model) {
        completions = URI.create(address + "/chat/completions");
        this.model = model;
    }

    /** What all callers of a case saw. */
    record Seen(double requestsPerSecond, double tokensPerSecond, double firstTokenP95, double failed) {}

    /** One answer: when its first piece came, or its end if it is empty, and its tokens. */
    private record Answered(boolean whole, double firstMilliseconds, int tokens, String text) {
        static final Answered NOT = new Answered(false, Double.NaN, 0, "");
    }

    /** A first answer, which may have to wait for the model to be loaded. */
    void awaitAnswer() {
        for (int attempt = 0; attempt < ATTEMPTS_TO_REACH; attempt++) {
            if (ask(List.of("Milo?")).whole) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        throw new RunFailure("bench-failed", "The server at " + completions + " gave no answer.");
    }

    /** So many conversations at a time, until a fixed number has been held. */
    Seen talk(int streams) {
        int talks = Math.max(TALKS_MIN, streams);
        long began = System.nanoTime();
        List<Answered> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            List<Future<List<Answered>>> held = IntStream.range(0, talks)
                    .mapToObj(number -> threads.submit(() -> conversation(new Random(streams * 1_000L + number))))
                    .toList();
            for (Future<List<Answered>> one : held) {
                all.addAll(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new RunFailure("bench-failed", "A caller broke off: " + e.getMessage() + ".");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double[] first = all.stream()
                .filter(Answered::whole)
                .mapToDouble(Answered::firstMilliseconds)
                .sorted()
                .toArray();
        return new Seen(
                first.length / seconds,
                all.stream().mapToInt(Answered::tokens).sum() / seconds,
                first.length == 0 ? Double.NaN : first[(int) Math.ceil(0.95 * first.length) - 1],
                all.size() - first.length);
    }

    private List<Answered> conversation(Random random) {
        List<String> turns = new ArrayList<>();
        List<Answered> answers = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            turns.add(random.ints(TURN_WORDS, 0, WORDS.size())
                    .mapToObj(WORDS::get)
                    .collect(Collectors.joining(" ")));
            Answered answer = ask(turns);
            answers.add(answer);
            turns.add(answer.text);
        }
        return answers;
    }

    /** @param turns of user and assistant in turn */
    private Answered ask(List<String> turns) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("stream", true)
                .put("max_tokens", ANSWER_TOKENS)
                .put("temperature", 0);
        body.putObject("stream_options").put("include_usage", true);
        ArrayNode messages = body.putArray("messages");
        for (int i = 0; i < turns.size(); i++) {
            messages.addObject().put("role", i % 2 == 0 ? "user" : "assistant").put("content", turns.get(i));
        }
        HttpRequest request = HttpRequest.newBuilder(completions)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Wire.write(body)))
                .build();
        long asked = System.nanoTime();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                return response.statusCode() == 200 ? read(lines, asked) : Answered.NOT;
            }
        } catch (IOException | UnreadableMessage e) {
            return Answered.NOT; // counted as failed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answered.NOT;
        }
    }

    /** Server-sent events up to the one that says why the answer ends, and what follows it; tokens are counted by pieces where a server does not count them. */
    private static Answered read(BufferedReader lines, long asked) throws IOException {
        StringBuilder text = new StringBuilder();
        double first = Double.NaN;
        int pieces = 0;
        int counted = 0;
        boolean ended = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith(DATA) || line.equals(DATA + DONE)) {
                continue;
            }
            JsonNode event = Wire.read(line.substring(DATA.length()), JsonNode.class);
            JsonNode choice = event.path("choices").path(0);
            String piece = choice.path("delta").path("content").asText("");
            counted = event.path("usage").path("completion_tokens").asInt(counted);
            ended |= choice.path("finish_reason").isTextual();
            if (Double.isNaN(first) && (!piece.isEmpty() || ended)) {
                first = (System.nanoTime() - asked) / 1e6;
            }
            pieces += piece.isEmpty() ? 0 : 1;
            text.append(piece);
        }
        return ended ? new Answered(true, first, Math.max(counted, pieces), text.toString()) : Answered.NOT;
    }

    @Override
    public void close() {
        client.close();
    }
}
