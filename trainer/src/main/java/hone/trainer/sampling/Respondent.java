package hone.trainer.sampling;

import hone.contract.Message;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model with its tokenizer and chat template: text in, text out. It samples with matrices in half precision, made of the weights as they are
 * at each call; whoever asks often with weights that stay makes them once, and gives that decoder.
 */
public final class Respondent {
    private final Decoder model;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final GenerationSettings settings;
    private final int tokensMax;
    private final int closingId;

    /** The text of an answer; {@code ended} if the model ended it, not the limit. */
    public record Answer(String text, int tokens, boolean ended) {}

    public Respondent(
            Decoder model, Tokenizer tokenizer, ChatTemplate template, double temperature, double topP, int tokensMax) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.template = template;
        this.tokensMax = tokensMax;
        this.closingId = template.closingId(tokenizer);
        settings = new GenerationSettings(
                temperature,
                topP,
                tokensMax,
                List.copyOf(ends(tokenizer, template)),
                tokenizer.padId(),
                forbidden(model, tokenizer));
    }

    /** What ends an answer: what the model's files name, and what its template writes behind one. */
    public static Set<Integer> ends(Tokenizer tokenizer, ChatTemplate template) {
        Set<Integer> ends = new TreeSet<>(tokenizer.endIds());
        ends.addAll(template.ends(tokenizer));
        return ends;
    }

    /** Ids that no answer may contain: the padding, and rows of the embedding that stand for no token. */
    public static List<Integer> forbidden(Decoder model, Tokenizer tokenizer) {
        List<Integer> forbidden = new ArrayList<>(tokenizer.forbiddenInAnswers());
        for (int id = tokenizer.size(); id < model.config().vocab(); id++) {
            forbidden.add(id);
        }
        forbidden.removeAll(tokenizer.endIds());
        return forbidden;
    }

    /** The ids of a conversation as the prompt of an answer. */
    public List<Integer> question(List<Message> conversation) {
        return template.question(conversation, tokenizer);
    }

    /** The same, if the template takes the conversation and there is room for a whole answer. */
    public Optional<List<Integer>> fitting(List<Message> conversation) {
        try {
            return Optional.of(question(conversation)).filter(this::fits);
        } catch (RunFailure e) {
            if (ChatTemplate.refuses(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the model can read the prompt and still has room for a whole answer. */
    public boolean fits(List<Integer> question) {
        return question.size() + tokensMax <= positions();
    }

    /** How long a prompt may be. */
    public int questionTokensMax() {
        return positions() - tokensMax;
    }

    /** What closes an answer that the limit has cut: what the template would have written there. */
    public int closingId() {
        return closingId;
    }

    /** Whether there is room for a whole answer to any prompt at all. */
    public boolean fitsAny() {
        return tokensMax < positions();
    }

    /** How many tokens the model reads, prompt and answer together. */
    public int positions() {
        return model.config().positions();
    }

    /** @param questions results of {@link #question}, all in one batch */
    public List<Answer> answer(List<List<Integer>> questions, long[] seeds) {
        return sample(questions, seeds).stream()
                .map(row -> new Answer(tokenizer.decode(row.ids()), row.ids().size(), row.ended()))
                .toList();
    }

    /** The same as token ids. */
    public List<Generation.Row> sample(List<List<Integer>> questions, long[] seeds) {
        try (HalfWeights now = model.halved()) {
            return new Generation(now.decoder(), settings).answer(questions, seeds);
        }
    }

    /** Any number of prompts, in batches of similar length, several batches at a time where that is faster. */
    public List<Generation.Row> sampleAll(List<List<Integer>> questions, long[] seeds, SideBySide sideBySide) {
        try (HalfWeights now = model.halved(sideBySide::run)) {
            return new Generation(now.decoder(), settings).answerAll(questions, seeds, sideBySide);
        }
    }

    /**
     * The seed of answer k to a prompt in a run: it depends on these three alone, so that an answer can be sampled again without
     * the others. It has 53 bits, so that every JSON parser keeps it exactly.
     */
    public static long seedOf(long runSeed, String promptId, int k) {
        long prompt = ByteBuffer.wrap(hone.contract.Wire.sha256().digest(promptId.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return ShuffledOrder.mix(ShuffledOrder.mix(runSeed, prompt), k) >>> 11;
    }
}
