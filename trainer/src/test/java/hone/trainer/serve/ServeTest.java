package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.trainer.decoder.Decoder;
import hone.trainer.sampling.Respondent;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the model that ships answers over HTTP. */
class ServeTest {
    private static final Path BASE = Asking.SHIPPED;

    private static Serve server;
    private static Asking ask;

    @BeforeAll
    static void aServerWithTheModelThatShips() {
        server = Serve.started(ServeOptions.of(List.of(BASE.toString(), "--port", "0", "--threads", "1"), Map.of()));
        ask = new Asking(server.port());
    }

    @AfterAll
    static void itEnds() {
        server.close();
    }

    @Test
    void itSaysWhichModelsItHasAndThatItIsWell() throws Exception {
        Asking.Answer models = ask.get("/v1/models");

        assertThat(models.body().path("object").asText()).isEqualTo("list");
        assertThat(models.body().path("data").path(0).path("id").asText()).isEqualTo("base");
        assertThat(models.body().path("data").path(0).path("object").asText()).isEqualTo("model");
        assertThat(ask.get("/v1/models/base").body().path("id").asText()).isEqualTo("base");
        assertThat(ask.get("/v1/models/other").code()).isEqualTo("model_not_found");
        assertThat(ask.get("/health").body().path("status").asText()).isEqualTo("ok");
    }

    @Test
    void theLikeliestAnswerIsThatOfTheCommandLine() throws Exception {
        List<String> prompts = List.of("Vera has 3 cups.", "Where is Milo?", "Tell me about Vera and the lamp.");

        List<String> expected = commandLine(prompts, 0, new long[prompts.size()], 40);

        for (int i = 0; i < prompts.size(); i++) {
            assertThat(ask.chat(prompts.get(i), "\"temperature\":0,\"max_tokens\":40")
                            .text())
                    .isEqualTo(expected.get(i));
            // The model that ships reads documents: a prompt and a line break is how the command line asks it too.
            assertThat(ask.text(prompts.get(i) + "\\n", "\"temperature\":0,\"max_tokens\":40")
                            .text())
                    .isEqualTo(expected.get(i));
        }
    }

    @Test
    void whatGoesOnFromAnEarlierTextIsReadFromWhereItDiffersAndTheUsageSaysSo() throws Exception {
        String prompt = "Vera has a lamp that nobody else has seen, and Milo wants to know where it is.";
        String answer = ask.text(prompt, "\"temperature\":0,\"max_tokens\":12").text();
        String more = prompt + answer.replace("\n", "\\n").replace("\"", "\\\"") + " Then Milo asked her";

        Asking.Answer first = ask.text(more, "\"temperature\":0,\"max_tokens\":12");
        Asking.Answer again = ask.text(more, "\"temperature\":0,\"max_tokens\":12");

        assertThat(cachedTokens(first)).isGreaterThanOrEqualTo(16);
        assertThat(cachedTokens(again))
                .isEqualTo(again.body().path("usage").path("prompt_tokens").asInt() - 1);
        assertThat(again.text()).isEqualTo(first.text());
    }

    private static int cachedTokens(Asking.Answer answer) {
        return answer.body()
                .path("usage")
                .path("prompt_tokens_details")
                .path("cached_tokens")
                .asInt();
    }

    @Test
    void aSeedGivesTheAnswerOfTheCommandLineAloneAndInCompany() throws Exception {
        List<String> prompts = new ArrayList<>();
        long[] seeds = new long[8];
        for (int i = 0; i < seeds.length; i++) {
            prompts.add("Milo has " + i + " lamps.");
            seeds[i] = 100 + i;
        }
        List<String> expected = commandLine(prompts, 0.9, seeds, 30);

        List<Future<String>> together = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < seeds.length; i++) {
                int which = i;
                together.add(callers.submit(() -> ask.chat(
                                prompts.get(which),
                                "\"temperature\":0.9,\"top_p\":0.95,\"max_tokens\":30,\"seed\":" + seeds[which])
                        .text()));
            }
        }

        for (int i = 0; i < seeds.length; i++) {
            assertThat(together.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    @Test
    void anAnswerCountsItsTokensAndSaysWhyItEnded() throws Exception {
        Asking.Answer answer = ask.chat("Vera has 3 cups.", "\"temperature\":0,\"max_tokens\":5");

        assertThat(answer.body().path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.body().path("id").asText()).startsWith("chatcmpl-");
        assertThat(answer.body().path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("length");
        JsonNode usage = answer.body().path("usage");
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(5);
        assertThat(usage.path("prompt_tokens").asInt()).isPositive();
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt() + 5);
        assertThat(answer.checkpoint()).matches("[0-9a-f]{64}");
    }

    @Test
    void severalChoicesDifferAndTheFirstIsThatOfTheSeedAlone() throws Exception {
        String settings = "\"temperature\":1,\"max_tokens\":20,\"seed\":7";
        Asking.Answer one = ask.chat("Tell me of Milo.", settings);
        Asking.Answer three = ask.chat("Tell me of Milo.", settings + ",\"n\":3");

        assertThat(three.body().path("choices")).hasSize(3);
        assertThat(three.text()).isEqualTo(one.text());
        assertThat(three.body()
                        .path("choices")
                        .path(1)
                        .path("message")
                        .path("content")
                        .asText())
                .isNotEqualTo(one.text());
    }

    @Test
    void promptsMayBeTextsAndTokens() throws Exception {
        Asking.Answer two = ask.post(
                Asking.TEXT, "{\"model\":\"base\",\"prompt\":[\"Vera\",\"Milo\"],\"temperature\":0,\"max_tokens\":4}");
        Asking.Answer tokens = ask.post(Asking.TEXT, "{\"model\":\"base\",\"prompt\":[1,40,41],\"max_tokens\":4}");

        assertThat(two.body().path("choices")).hasSize(2);
        assertThat(two.body().path("choices").path(1).path("index").asInt()).isEqualTo(1);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.body().path("usage").path("prompt_tokens").asInt()).isEqualTo(3);
        assertThat(ask.text("Vera", "\"temperature\":0")
                        .body()
                        .path("usage")
                        .path("completion_tokens")
                        .asInt())
                .isLessThanOrEqualTo(16);
    }

    @Test
    void aStreamSaysWhatTheWholeAnswerSays() throws Exception {
        String settings = "\"temperature\":0,\"max_tokens\":40";
        for (String path : List.of(Asking.CHAT, Asking.TEXT)) {
            String question =
                    path.equals(Asking.CHAT) ? Asking.messages("Where is Milo?") : "\"prompt\":\"Where is Milo?\"";
            Asking.Answer whole = ask.post(path, "{\"model\":\"base\"," + question + "," + settings + "}");
            HttpResponse<Stream<String>> stream = ask.stream(
                    path,
                    "{\"model\":\"base\"," + question + "," + settings
                            + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
            List<JsonNode> events = Asking.events(stream.body());

            assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(Asking.streamed(events)).isEqualTo(whole.text());
            assertThat(Asking.reason(events))
                    .contains(whole.body()
                            .path("choices")
                            .path(0)
                            .path("finish_reason")
                            .asText());
            assertThat(events.getLast().path("choices")).isEmpty();
            assertThat(events.getLast().path("usage")).isEqualTo(whole.body().path("usage"));
            assertThat(events.getFirst().path("usage").isNull()).isTrue();
        }
    }

    @Test
    void aStopStringEndsAnAnswerInBothForms() throws Exception {
        String settings = "\"temperature\":0,\"max_tokens\":40";
        String whole = ask.chat("Where is Milo?", settings).text();
        // Four letters from the middle: as a rule no single token.
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 4);
        String before = whole.substring(0, whole.indexOf(stop));
        for (String form : List.of("\"%s\"", "[\"not there\",\"%s\"]")) {
            String stopping = settings + ",\"stop\":" + form.formatted(stop.replace("\n", "\\n"));

            Asking.Answer answer = ask.chat("Where is Milo?", stopping);
            List<JsonNode> events =
                    Asking.events(ask.stream(Asking.CHAT, Asking.body("Where is Milo?", stopping + ",\"stream\":true"))
                            .body());

            assertThat(answer.text()).isEqualTo(before);
            assertThat(answer.body()
                            .path("choices")
                            .path(0)
                            .path("finish_reason")
                            .asText())
                    .isEqualTo("stop");
            assertThat(Asking.streamed(events)).isEqualTo(before);
            assertThat(Asking.reason(events)).contains("stop");
        }
    }

    @Test
    void settingsOfOtherServersActAsTheyDoThere() throws Exception {
        String fixed = "\"temperature\":0,\"max_tokens\":12";
        String plain = ask.chat("Where is Milo?", fixed).text();
        List<Integer> tokens = tokens("Where is Milo?", 12);

        // One token is left to choose from, at any temperature.
        assertThat(ask.chat("Where is Milo?", "\"temperature\":2,\"max_tokens\":12,\"top_k\":1")
                        .text())
                .isEqualTo(plain);
        assertThat(ask.chat("Where is Milo?", "\"temperature\":2,\"max_tokens\":12,\"min_p\":1")
                        .text())
                .isEqualTo(plain);
        assertThat(ask.chat("Where is Milo?", fixed + ",\"repetition_penalty\":5")
                        .text())
                .isNotEqualTo(plain);
        Asking.Answer stopped = ask.chat("Where is Milo?", fixed + ",\"stop_token_ids\":[" + tokens.get(4) + "]");
        assertThat(stopped.body().path("usage").path("completion_tokens").asInt())
                .isEqualTo(tokens.indexOf(tokens.get(4)) + 1);
        assertThat(stopped.body().path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
        assertThat(ask.post(
                                Asking.TEXT,
                                "{\"model\":\"base\",\"prompt\":\"a\",\"max_tokens\":3,\"stop_token_ids\":[300],\"logit_bias\":{\"300\":100}}")
                        .body()
                        .path("usage")
                        .path("completion_tokens")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aSystemTurnCountsWhereverItStands() throws Exception {
        String last = """
                {"model":"base","max_tokens":20,"temperature":0,"messages":[{"role":"user","content":"short"},{"role":"system","content":"%s"}]}""";

        int letters = promptTokens(last.formatted("letters"));

        assertThat(promptTokens(last.formatted("letters letters"))).isGreaterThan(letters);
    }

    private static int promptTokens(String body) throws Exception {
        return ask.post(Asking.CHAT, body)
                .body()
                .path("usage")
                .path("prompt_tokens")
                .asInt();
    }

    private static List<Integer> tokens(String prompt, int count) {
        try (Tokenizer tokenizer = Tokenizer.load(BASE);
                Decoder model = ModelFiles.load(BASE)) {
            Respondent respondent = new Respondent(model, tokenizer, tokenizer.template(), 0, 1, count);
            return respondent
                    .sample(List.of(respondent.question(List.of(Message.user(prompt)))), new long[1])
                    .getFirst()
                    .ids();
        }
    }

    @Test
    void oddTextsAreAnswered() throws Exception {
        for (String odd : List.of("", "\\u0000", "\\ud83d", "<|assistant|>", "🙂 ä €", "\\u202e")) {
            assertThat(ask.chat(odd, "\"max_tokens\":3").status()).as(odd).isEqualTo(200);
        }
    }

    /** What {@code ./hone generate} prints, by the code behind it. */
    private static List<String> commandLine(List<String> prompts, double temperature, long[] seeds, int tokens) {
        try (Tokenizer tokenizer = Tokenizer.load(BASE);
                Decoder model = ModelFiles.load(BASE)) {
            Respondent respondent = new Respondent(
                    model, tokenizer, tokenizer.template(), temperature, temperature == 0 ? 1 : 0.95, tokens);
            return respondent
                    .answer(
                            prompts.stream()
                                    .map(prompt -> respondent.question(List.of(Message.user(prompt))))
                                    .toList(),
                            seeds)
                    .stream()
                    .map(Respondent.Answer::text)
                    .toList();
        }
    }
}
