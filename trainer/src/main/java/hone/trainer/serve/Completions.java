package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.data.ShuffledOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Answers the two completion endpoints, in one piece or as a stream.
 *
 * <p>When a caller hangs up, its answers end within seconds. The JDK's server notices a closed connection only when it writes, so
 * something is written every second: events or a comment to a stream, and to a caller who waits for a whole answer a blank in
 * front of the JSON, once the request is known to be valid.
 */
final class Completions {
    /** The full address of the weights that wrote an answer; the fingerprint in the body is its beginning. */
    static final String CHECKPOINT_HEADER = "Hone-Checkpoint";

    private static final Duration SILENCE_MAX = Duration.ofSeconds(1);
    private static final String STOP = "stop";
    private static final String LENGTH = "length";

    private final Models models;
    private final DecodeLoop loop;
    private final Bodies bodies;
    private final int answerTokensMax;

    Completions(Models models, DecodeLoop loop, Bodies bodies, int answerTokensMax) {
        this.models = models;
        this.loop = loop;
        this.bodies = bodies;
        this.answerTokensMax = answerTokensMax;
    }

    /** A request after its texts, which may be long, have become ids. Its model is held. */
    private record Prepared(ServedModel model, List<List<Integer>> prompts, Shapes.Head head, Request.Choices choices) {
        long promptTokens() {
            return prompts.stream().mapToLong(List::size).sum();
        }
    }

    void answer(Caller caller, Function<Fields, Request> shape) throws IOException, InterruptedException {
        Prepared prepared = bodies.read(caller.body(), shape, this::prepare);
        ServedModel model = prepared.model;
        try {
            List<DecodeLoop.Sequence> sequences = sequences(prepared.choices, model, prepared.prompts);
            caller.setHeader(CHECKPOINT_HEADER, model.address());
            Reply reply = loop.submit(sequences);
            try {
                Answers answers =
                        new Answers(reply, sequences.size(), model, prepared.choices.stops(), prepared.promptTokens());
                Optional<Request.Stream> stream = prepared.choices.stream();
                if (stream.isPresent()) {
                    stream(caller, prepared.head, answers, stream.get().usage());
                } else {
                    caller.json(200, whole(caller, prepared.head, answers));
                }
            } finally {
                reply.cancelAll(); // nobody is left to read what is still being written
            }
        } finally {
            model.release();
        }
    }

    private Prepared prepare(Request request) {
        ServedModel model = models.acquire(request.model());
        try {
            return new Prepared(model, model.ids(request.question()), head(request, model), request.choices());
        } catch (RuntimeException | Error e) {
            model.release();
            throw e;
        }
    }

    private List<DecodeLoop.Sequence> sequences(
            Request.Choices choices, ServedModel model, List<List<Integer>> prompts) {
        if ((long) prompts.size() * choices.n() > Request.CHOICES_MAX) {
            throw ApiError.invalid(
                    "n",
                    "integer_above_max_value",
                    "Invalid 'n': this server writes at most " + Request.CHOICES_MAX + " answers to one request.");
        }
        refuseUnknownIds("stop_token_ids", choices.stopIds(), model);
        refuseUnknownIds("logit_bias", choices.parameters().bias().keySet(), model);
        long seed = choices.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong(1L << 53));
        List<DecodeLoop.Sequence> sequences = new ArrayList<>();
        for (List<Integer> prompt : prompts) {
            int tokens = tokensFor(choices, prompt.size(), model.contextTokens());
            for (int i = 0; i < choices.n(); i++) {
                long its = sequences.isEmpty() ? seed : ShuffledOrder.mix(seed, sequences.size()) >>> 11;
                sequences.add(
                        new DecodeLoop.Sequence(model, prompt, choices.parameters(), choices.stopIds(), its, tokens));
            }
        }
        return sequences;
    }

    private static void refuseUnknownIds(String field, Set<Integer> ids, ServedModel model) {
        if (ids.stream().anyMatch(id -> id >= model.tokens())) {
            throw ApiError.invalid(
                    field,
                    "invalid_value",
                    "Invalid '" + field + "': this model knows the token ids 0 to " + (model.tokens() - 1) + ".");
        }
    }

    private int tokensFor(Request.Choices choices, int promptTokens, int contextTokens) {
        long named = choices.length().tokensMax().orElse(0L);
        if (named > answerTokensMax) {
            throw ApiError.invalid(
                    "max_tokens",
                    "integer_above_max_value",
                    "Invalid 'max_tokens': integer above maximum value. Expected a value <= " + answerTokensMax
                            + ", but got " + named + " instead.");
        }
        if (promptTokens + Math.max(1, named) > contextTokens) {
            String field = choices.promptField();
            throw ApiError.invalid(
                    field,
                    "context_length_exceeded",
                    "This model's maximum context length is " + contextTokens + " tokens. However, you requested "
                            + (promptTokens + named) + " tokens (" + promptTokens + " in the " + field + ", " + named
                            + " in the completion). Please reduce the length of the " + field + " or completion.");
        }
        int room = Math.min(contextTokens - promptTokens, answerTokensMax);
        return named > 0 ? (int) named : Math.min(room, choices.length().defaultTokensMax());
    }

    private static JsonNode whole(Caller caller, Shapes.Head head, Answers answers)
            throws IOException, InterruptedException {
        StringBuilder[] texts = new StringBuilder[answers.count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new StringBuilder();
        }
        Shapes.Choice[] choices = new Shapes.Choice[texts.length];
        long told = System.nanoTime();
        while (!answers.allEnded()) {
            Optional<Answers.Part> part = answers.next(SILENCE_MAX);
            part.ifPresent(one -> {
                texts[one.index()].append(one.text());
                one.reason()
                        .ifPresent(reason -> choices[one.index()] =
                                new Shapes.Choice(one.index(), texts[one.index()].toString(), reason));
            });
            if (!answers.allEnded() && System.nanoTime() - told > SILENCE_MAX.toNanos()) {
                caller.keepAlive();
                told = System.nanoTime();
            }
        }
        return head.whole(List.of(choices), answers.usage());
    }

    private static void stream(Caller caller, Shapes.Head head, Answers answers, boolean usage)
            throws IOException, InterruptedException {
        caller.startStream();
        if (head.chat()) {
            for (int i = 0; i < answers.count(); i++) {
                caller.event(head.role(i, usage));
            }
        }
        while (!answers.allEnded()) {
            Optional<Answers.Part> next = answers.next(SILENCE_MAX);
            if (next.isEmpty()) {
                caller.keepAlive();
                continue;
            }
            Answers.Part part = next.get();
            if (!part.text().isEmpty()) {
                caller.event(head.text(part.index(), part.text(), usage));
            }
            if (part.reason().isPresent()) {
                caller.event(head.end(part.index(), part.reason().get(), usage));
            }
        }
        if (usage) {
            caller.event(head.usage(answers.usage()));
        }
        caller.done();
    }

    private static Shapes.Head head(Request request, ServedModel model) {
        boolean chat = request.question() instanceof Request.Question.Chat;
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        String address = model.address();
        return new Shapes.Head(
                chat,
                (chat ? "chatcmpl-" : "cmpl-") + HexFormat.of().formatHex(id),
                System.currentTimeMillis() / 1000,
                request.model(),
                "fp_" + address.substring(0, Math.min(12, address.length())));
    }

    /** A request's answers as they become text. */
    private static final class Answers {
        private final Reply reply;
        private final AnswerText[] texts;
        private final boolean[] ended;
        private final long promptTokens;
        private long tokens;
        private int open;

        /** Text that has become certain; the last piece of an answer also has the reason it ended. */
        record Part(int index, String text, Optional<String> reason) {}

        Answers(Reply reply, int count, ServedModel model, List<String> stops, long promptTokens) {
            this.reply = reply;
            this.promptTokens = promptTokens;
            texts = new AnswerText[count];
            for (int i = 0; i < count; i++) {
                texts[i] = new AnswerText(model::decode, stops);
            }
            ended = new boolean[count];
            open = count;
        }

        int count() {
            return texts.length;
        }

        boolean allEnded() {
            return open == 0;
        }

        Shapes.Usage usage() {
            return new Shapes.Usage(promptTokens, reply.reusedTokens(), tokens);
        }

        Optional<Part> next(Duration patience) throws InterruptedException {
            return reply.next(patience).map(event -> {
                int i = event.index();
                if (ended[i]) {
                    return new Part(
                            i, "", Optional.empty()); // tokens that were under way when the stop string appeared
                }
                return switch (event) {
                    case Reply.Event.Token token -> grown(i, token.id());
                    case Reply.Event.Ended end -> {
                        String rest = texts[i].finish();
                        yield end(i, rest, end.byModel() || texts[i].stopped() ? STOP : LENGTH);
                    }
                    case Reply.Event.Failed failed -> throw ApiError.broken();
                    case Reply.Event.NotFinite notFinite -> throw ApiError.notFinite();
                };
            });
        }

        private Part grown(int i, int token) {
            tokens++;
            String text = texts[i].add(token);
            if (!texts[i].stopped()) {
                return new Part(i, text, Optional.empty());
            }
            reply.cancel(i);
            return end(i, text, STOP);
        }

        private Part end(int i, String text, String reason) {
            ended[i] = true;
            open--;
            return new Part(i, text, Optional.of(reason));
        }
    }
}
