package hone.trainer.serve;

import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.PrefixCache;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Weights in memory with their tokenizer, counted by reference. They are freed once retired and no longer held, so a model
 * that was swapped out lives until its last answer.
 */
final class ServedModel {
    private final String address;
    private final Decoder weights;
    private final HalfWeights sampled;
    private final Tokenizer tokenizer;
    private final List<Integer> forbidden;
    private final Set<Integer> endIds;
    private final PrefixCache prefixes;
    private final Asked asked;
    private int holders;
    private boolean retired;

    /** The template that chats are asked in, or why there is none that can be used. */
    private sealed interface Asked {
        record In(ChatTemplate template) implements Asked {}

        record Nothing(String why) implements Asked {}
    }

    private ServedModel(String address, Decoder weights, Tokenizer tokenizer, PrefixCache prefixes) {
        this.asked = asked(tokenizer);
        this.address = address;
        this.weights = weights;
        this.sampled = weights.halved();
        this.tokenizer = tokenizer;
        this.prefixes = prefixes;
        this.forbidden = Respondent.forbidden(weights, tokenizer);
        this.endIds = switch (asked) {
            case Asked.In in -> Respondent.ends(tokenizer, in.template);
            case Asked.Nothing nothing -> tokenizer.endIds();
        };
    }

    /** A template that can't be read ends no server: texts can still be continued. */
    private static Asked asked(Tokenizer tokenizer) {
        try {
            return new Asked.In(tokenizer.template());
        } catch (RunFailure e) {
            return new Asked.Nothing(e.sentence());
        }
    }

    /**
     * @param threads of libtorch, which starts with the first model
     * @param prefixBytes of texts that are kept for those that go on from them
     */
    static ServedModel load(Path directory, int threads, long prefixBytes) {
        String address = ManifestCheck.verify(directory).orElse(directory.toString());
        LibTorch.started(threads);
        Tokenizer tokenizer = Tokenizer.load(directory);
        try {
            tokenizer.endId(); // refuses now a model whose answers could never end
            Decoder weights = ModelFiles.load(directory);
            Torch.threadsFor(weights.config().dim(), threads);
            ServedModel model = new ServedModel(address, weights, tokenizer, new PrefixCache(prefixBytes));
            System.err.println("Chat template: " + model.template() + ".");
            model.warning().ifPresent(System.err::println);
            return model;
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Its sha256, or its folder when it has no manifest. */
    String address() {
        return address;
    }

    /** What answers are sampled with. */
    Decoder weights() {
        return sampled.decoder();
    }

    List<Integer> forbidden() {
        return forbidden;
    }

    /** For the thread that computes. */
    PrefixCache prefixes() {
        return prefixes;
    }

    Set<Integer> endIds() {
        return endIds;
    }

    /** Ids below this stand for a token. */
    int tokens() {
        return tokenizer.size();
    }

    /** Shown wherever the model is named. */
    Optional<String> warning() {
        return asked instanceof Asked.Nothing(String why) ? Optional.of(why) : tokenizer.unusedTemplate();
    }

    /** The chat template in use, in words. */
    String template() {
        return switch (asked) {
            case Asked.In in -> in.template.described();
            case Asked.Nothing nothing -> "none that can be used";
        };
    }

    int contextTokens() {
        return weights.config().positions();
    }

    String decode(List<Integer> ids) {
        return tokenizer.decode(ids);
    }

    /** The ids of each of a question's prompts; what is certainly too long is refused without being tokenized. */
    List<List<Integer>> ids(Request.Question question) {
        question.texts().forEach(texts -> refuseTooLong(question.field(), texts));
        return switch (question) {
            case Request.Question.Chat chat ->
                switch (asked) {
                    case Asked.In in -> List.of(new ChatPrompt(in.template, tokenizer).ids(chat));
                    case Asked.Nothing(String why) ->
                        throw ApiError.invalid("messages", "unreadable_chat_template", why);
                };
            case Request.Question.Texts texts ->
                texts.prompts().stream()
                        .map(text -> ChatTemplate.TEXT.question(List.of(hone.contract.Message.user(text)), tokenizer))
                        .toList();
            case Request.Question.Ids given -> {
                List<List<Integer>> prompts = new ArrayList<>();
                for (List<Integer> prompt : given.prompts()) {
                    if (prompt.stream().anyMatch(id -> id >= tokenizer.size())) {
                        throw ApiError.invalid(
                                "prompt",
                                "invalid_value",
                                "Invalid 'prompt': this model knows the token ids 0 to " + (tokenizer.size() - 1)
                                        + ".");
                    }
                    prompts.add(prompt);
                }
                yield prompts;
            }
        };
    }

    private void refuseTooLong(String field, List<String> texts) {
        long characters = texts.stream().mapToLong(String::length).sum();
        long tokens = texts.stream().mapToLong(tokenizer::tokensAtLeast).sum();
        if (tokens > contextTokens() || characters > Tokenizer.TEXT_CHARS_MAX) {
            throw ApiError.invalid(
                    field,
                    "context_length_exceeded",
                    "This model's maximum context length is " + contextTokens() + " tokens. However, your " + field
                            + " of " + characters + " characters resulted in at least " + Math.max(1, tokens)
                            + " tokens. Please reduce the length of the " + field + ".");
        }
    }

    /** False when it has been freed. */
    synchronized boolean acquire() {
        if (retired && holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void release() {
        holders--;
        freeWhenUnused();
    }

    synchronized boolean idle() {
        return holders == 0;
    }

    /** From now on nobody can acquire it. */
    synchronized void retire() {
        if (!retired) {
            retired = true;
            freeWhenUnused();
        }
    }

    private void freeWhenUnused() {
        if (retired && holders == 0) {
            prefixes.close();
            sampled.close();
            weights.close();
            tokenizer.close();
        }
    }
}
