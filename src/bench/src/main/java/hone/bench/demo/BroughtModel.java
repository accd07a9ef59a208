package hone.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.stack.PeakMemory;
import hone.bench.stack.RunningHone;
import hone.contract.Message;
import hone.contract.Wire;
import hone.devstack.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A model that somebody brings goes round the circle once, as a person would take it: it is imported and becomes a project's base,
 * answers that people ranked elsewhere are imported, and a round of SFT, DPO, reward model and PPO trains adapters on them. What it
 * made becomes current, answers over the model server, and leaves again as a directory.
 */
public final class BroughtModel {
    private static final String BENCH = "model";
    private static final String PROJECT_NAME = "Brought model";
    private static final String PROJECT = "brought-model";
    private static final List<String> STAGES = List.of("sft", "dpo", "reward", "ppo", "generate");
    private static final int ROUND_SECONDS_MAX = 4 * 3600;
    private static final int SERVED_SECONDS_MAX = 600;
    private static final int COMMAND_MINUTES_MAX = 60;
    private static final int ANSWER_TOKENS = 48;
    private static final List<String> QUESTIONS = List.of(
            "What is the capital of France?",
            "Write one sentence about the sea.",
            "Explain in two sentences why the sky is blue.");

    /**
     * How much of everything.
     *
     * @param questions that are imported at most, each with its best and its worst answer
     * @param characters of the longest of them
     * @param tokens of a row at most; longer ones are left out
     * @param rank of the adapters
     */
    public record Size(int questions, int characters, int tokens, int rank) {}

    private final RunningHone hone;
    private final Path directory;
    private final Path trees;
    private final Size size;
    private final Figures figures;
    private final String caseName;
    private final Circle circle;

    /**
     * @param directory the model's
     * @param trees conversations with ranked answers, as Open Assistant has them
     */
    public BroughtModel(RunningHone hone, Path directory, Path trees, Size size, Figures figures) {
        this.hone = hone;
        this.directory = directory;
        this.trees = trees;
        this.size = size;
        this.figures = figures;
        this.caseName = String.valueOf(directory.getFileName());
        this.circle = new Circle(hone, PROJECT);
    }

    /** What is few here is no obstacle: a round of a few minutes shows that everything works, not that it helps. */
    public static Map<String, String> settings() {
        return Map.of(
                "HONE_ROUNDS_REWARD_PAIRS_MIN", "1",
                "HONE_ROUNDS_PPO_FAMILY_PAIRS_MIN", "0",
                "HONE_SAMPLING_PROMPTS_MAX", "4");
    }

    public void run() throws IOException, InterruptedException, SQLException {
        try (HttpClient client = Browser.sharedClient();
                PeakMemory reading = new PeakMemory(hone, "serve");
                PeakMemory training = new PeakMemory(hone, "trainer")) {
            LabelerSession ada = LabelerSession.signIn(hone.app(), client, "ada");
            Admin admin = new Admin(ada, PROJECT);

            // 1. A project, and its base model.
            newProject(ada);
            long began = System.nanoTime();
            command("model", "import", directory.toString(), "--project", PROJECT);
            took("import", began, reading.megabytes());

            // 2. Prompts, answers and what people decided about them.
            began = System.nanoTime();
            RankedTrees asked = RankedTrees.read(trees, size.questions(), size.characters());
            importLines("written.jsonl", asked.demonstrations());
            importLines("ranked.jsonl", asked.preferences());
            took("rows", began, 0);
            figure("questions", asked.questions().size(), "count");

            // 3. A round: it freezes a dataset and trains on it.
            admin.chooseSteps(STAGES, recipes());
            admin.startRound();
            Circle.Model tuned = afterTheRound(training);

            // 4. What it made answers.
            began = System.nanoTime();
            admin.makeCurrent(tuned.name(), "A round on the imported answers has made it.");
            talk(client);
            took("serve", began, PeakMemory.ofPart(hone, "serve"));

            // 5. It leaves as it would to another program.
            began = System.nanoTime();
            Path out = hone.data().resolve("exported");
            command("model", "export", tuned.name(), "--project", PROJECT, "--out", out.toString());
            took("export", began, 0);
        }
    }

    private static void newProject(LabelerSession ada) throws IOException, InterruptedException {
        Page list = ada.open("/projects");
        HtmlForm form = list.formTo("/projects")
                .orElseThrow(() -> new IOException("there is no form for a project: " + list.gist()));
        expectOk(ada.send(form.with("name", PROJECT_NAME)));
        Page page = ada.open("/p/" + PROJECT + "/settings");
        HtmlForm settings = page.formTo("/p/" + PROJECT + "/settings")
                .orElseThrow(() -> new IOException("there are no settings: " + page.gist()));
        expectOk(ada.send(settings.with("answersPerPrompt", "2")
                .with("responseTokensMax", Integer.toString(ANSWER_TOKENS))
                .with("heldOutPercent", "20")));
    }

    private static void expectOk(Page page) throws IOException {
        if (!page.ok()) {
            throw new IOException("refused: " + page.gist());
        }
    }

    private void importLines(String name, List<String> lines) throws IOException, InterruptedException {
        Path file = Files.write(hone.data().resolve(name), lines);
        command("import", file.toString(), "--project", PROJECT);
    }

    private void command(String... words) throws IOException, InterruptedException {
        Process command = hone.command(words);
        if (!command.waitFor(COMMAND_MINUTES_MAX, TimeUnit.MINUTES) || command.exitValue() != 0) {
            command.destroy();
            throw new IOException("./hone " + String.join(" ", words) + " failed; the lines above say why");
        }
    }

    /** What is typed over the recipes of the small base model: an adapter, few rows at a time, and few rollouts. */
    private Map<String, String> recipes() {
        Map<String, Object> lora = Map.of("rank", size.rank(), "alpha", 2 * size.rank());
        Map<String, Object> rows = Map.of(
                "epochs", 1, "batchRows", 8, "microBatchRows", 4, "sampleCount", 2, "sampleTokensMax", ANSWER_TOKENS);
        return Map.of(
                "sft", over(lora, rows, Map.of("learningRate", 3e-4)),
                "dpo", over(lora, rows, Map.of("learningRate", 1e-4)),
                "reward",
                        over(lora, Map.of("epochs", 1, "batchGroups", 4, "normalizeSamples", 8, "learningRate", 3e-4)),
                "ppo",
                        Wire.write(Map.of(
                                "lora",
                                lora,
                                "chatTemplate",
                                "auto",
                                "iterations",
                                2,
                                "rolloutsPerIteration",
                                8,
                                "minibatchRows",
                                4,
                                "responseTokensMax",
                                ANSWER_TOKENS,
                                "policyLearningRate",
                                1e-4,
                                "valueLearningRate",
                                2e-4)));
    }

    @SafeVarargs
    private String over(Map<String, Object> lora, Map<String, ?>... settings) {
        Map<String, Object> all =
                new TreeMap<>(Map.of("lora", lora, "chatTemplate", "auto", "sequenceTokensMax", size.tokens()));
        for (Map<String, ?> some : settings) {
            all.putAll(some);
        }
        return Wire.write(all);
    }

    /** Tells of each run when it ends; returns the policy that the last of them made. */
    private Circle.Model afterTheRound(PeakMemory memory) throws SQLException, InterruptedException {
        Circle.await("the round has begun", 60, () -> circle.newestRound().isPresent());
        int told = 0;
        for (int look = 0; look < ROUND_SECONDS_MAX; look++) {
            boolean ended = circle.newestRoundEnded();
            List<Circle.Run> done = circle.runs(circle.newestRound().orElseThrow()).stream()
                    .filter(run -> run.outcome().isPresent())
                    .toList();
            for (Circle.Run run : done.subList(told, done.size())) {
                tell(run, memory.megabytes());
            }
            told = done.size();
            if (ended) {
                return made();
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IllegalStateException("the round does not end");
    }

    private Circle.Model made() throws SQLException {
        Circle.Round round = circle.newestRound().orElseThrow();
        Figures.log("Round: %s %s", round.outcome().orElse(""), round.reason().orElse(""));
        Circle.Run ppo = circle.runOfNewestRound("ppo")
                .orElseThrow(() -> new IllegalStateException("the round has no PPO; its page says why"));
        return circle.modelOf(ppo)
                .orElseThrow(() -> new IllegalStateException(
                        "PPO left no model: " + ppo.reason().orElse("")));
    }

    private void tell(Circle.Run run, double megabytes) throws SQLException {
        Figures.log(
                "Run %s: %s %s",
                run.kind(), run.outcome().orElse(""), run.reason().orElse(""));
        figure(run.kind() + "_minutes", circle.seconds(run) / 60, "min");
        figure(run.kind() + "_peak_mb", megabytes, "MB");
        for (Circle.Value value : circle.lastValues(run)) {
            Figures.log("  %s %s: %.4f", value.split(), value.name(), value.value());
        }
    }

    /** Asks until the model server has taken the model up, then each question once. */
    private void talk(HttpClient client) throws IOException, InterruptedException, SQLException {
        Circle.await("the model is served", SERVED_SECONDS_MAX, () -> served(client));
        for (String question : QUESTIONS) {
            long began = System.nanoTime();
            JsonNode answer = ask(client, question);
            double seconds = (System.nanoTime() - began) / 1e9;
            String text = answer.path("choices")
                    .path(0)
                    .path("message")
                    .path("content")
                    .asText();
            int tokens = answer.path("usage").path("completion_tokens").asInt();
            Figures.log("  “%s”%n    → “%s” (%d tokens, %.1f s)", question, text.strip(), tokens, seconds);
            if (text.isBlank()) {
                throw new IOException("an empty answer: " + answer);
            }
        }
    }

    private boolean served(HttpClient client) {
        try {
            HttpResponse<String> list =
                    client.send(request("/v1/models").GET().build(), HttpResponse.BodyHandlers.ofString());
            return list.statusCode() == 200 && list.body().contains("\"" + PROJECT + "\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private JsonNode ask(HttpClient client, String question) throws IOException, InterruptedException {
        String body = Wire.write(Map.of(
                "model", PROJECT, "messages", List.of(Message.user(question)), "max_tokens", 64, "temperature", 0));
        HttpResponse<String> answer = client.send(
                request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the model server answered " + answer.statusCode() + " " + answer.body());
        }
        return Wire.mapper().readTree(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + hone.ports().serve() + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + Secrets.in(hone.data()).of("serve"));
    }

    private void took(String what, long began, double megabytes) {
        figure(what + "_minutes", (System.nanoTime() - began) / 60e9, "min");
        if (megabytes > 0) {
            figure(what + "_peak_mb", megabytes, "MB");
        }
    }

    private void figure(String metric, double value, String unit) {
        figures.print(Figure.of(BENCH, caseName, metric, value, unit));
    }
}
