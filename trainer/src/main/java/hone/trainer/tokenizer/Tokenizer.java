package hone.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Text to token ids and back. Special tokens are never produced from text: whoever types {@code <|assistant|>} gets those
 * characters, not the mark, because the special entries are withheld from the library when it reads the vocabulary.
 *
 * <p>The library is native code that terminates the whole process when Java has no memory for its result (a million digits were
 * enough). So a text is bounded before the library sees it, one call is made at a time, and only ids are requested.
 */
public final class Tokenizer implements AutoCloseable {
    /** Of one text. */
    public static final int TEXT_CHARS_MAX = 1 << 20;
    /** For texts passed together, unless one alone is longer. */
    private static final int BATCH_CHARS_MAX = 1 << 19;

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock(true);

    private final HuggingFaceTokenizer library;
    private final TokenizerConfig config;
    private final SpecialIds ids;
    private final int size;
    private final int longestToken;
    private final Optional<String> unusedTemplate;

    private Tokenizer(
            HuggingFaceTokenizer library,
            TokenizerConfig config,
            SpecialIds ids,
            int size,
            int longestToken,
            Optional<String> unusedTemplate) {
        this.library = library;
        this.config = config;
        this.ids = ids;
        this.size = size;
        this.longestToken = longestToken;
        this.unusedTemplate = unusedTemplate;
    }

    /** Reads {@code tokenizer.json} and {@code tokenizer_config.json} of a model directory. */
    public static Tokenizer load(Path directory) {
        if (!ModelFolder.has(directory, TokenizerFiles.TOKENIZER)) {
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: " + TokenizerFiles.TOKENIZER + " is missing.");
        }
        if (!(ModelFolder.json(directory, TokenizerFiles.TOKENIZER) instanceof ObjectNode json)) {
            throw new RunFailure(
                    "unknown-model",
                    "The tokenizer can't be used: " + TokenizerFiles.TOKENIZER + " is no JSON object.");
        }
        TokenizerConfig config = TokenizerConfig.read(directory);
        SpecialIds ids = SpecialIds.of(json, config, NamedIds.read(directory));
        int longest = longestToken(json);
        ArrayNode plain = JsonNodeFactory.instance.arrayNode();
        for (JsonNode token : json.path("added_tokens")) {
            if (!token.path("special").asBoolean(false)) {
                plain.add(token);
            }
        }
        json.set("added_tokens", plain);
        json.putNull("post_processor"); // it would add special tokens; templates do that here
        return new Tokenizer(library(json), config, ids, ids.size(), longest, UnusedTemplate.in(directory, config));
    }

    private static HuggingFaceTokenizer library(JsonNode json) {
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(Wire.bytes(json)),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (RuntimeException
                | IOException e) { // the library has no specific exception for a file that it can't read
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: its library says " + e.getMessage() + ".", e);
        }
    }

    /**
     * The most characters that one token stands for, so that a text's length gives a lower bound on its number of tokens. Only
     * byte-pair encodings guarantee it: others have a token that stands for anything unknown. 0 if there is none.
     */
    private static int longestToken(JsonNode json) {
        JsonNode model = json.path("model");
        boolean swallows = model.path("fuse_unk").asBoolean(false)
                && !model.path("byte_fallback").asBoolean(false);
        if (!model.path("type").asText("BPE").equals("BPE") || swallows) {
            return 0;
        }
        int longest = 1;
        for (var names = model.path("vocab").fieldNames(); names.hasNext(); ) {
            longest = Math.max(longest, names.next().length());
        }
        for (JsonNode token : json.path("added_tokens")) {
            longest = Math.max(longest, token.path("content").asText().length());
        }
        return longest;
    }

    /** A lower bound on the number of a text's tokens, without tokenizing it. */
    public int tokensAtLeast(String text) {
        return longestToken == 0 ? 0 : Math.ceilDiv(text.length(), longestToken);
    }

    public int[] encode(String text) {
        return encodeAll(List.of(text)).getFirst();
    }

    public List<int[]> encodeAll(List<String> texts) {
        List<int[]> rows = new ArrayList<>(texts.size());
        List<String> some = new ArrayList<>();
        long characters = 0;
        for (String text : texts) {
            if (text.length() > TEXT_CHARS_MAX) {
                throw new RunFailure(
                        "too-long",
                        "A text of " + text.length() + " characters is longer than the " + TEXT_CHARS_MAX
                                + " that are read as one; cut it into several.");
            }
            if (!some.isEmpty() && characters + text.length() > BATCH_CHARS_MAX) {
                encode(some, rows);
                characters = 0;
            }
            some.add(config.spaceInFront() ? " " + text : text);
            characters += text.length();
        }
        if (!some.isEmpty()) {
            encode(some, rows);
        }
        return rows;
    }

    /** Encodes the texts into rows of ids. */
    private void encode(List<String> texts, List<int[]> rows) {
        ONE_AT_A_TIME.lock();
        try {
            // A single text is encoded on this thread: waking the library's own ones costs more on a busy machine.
            long[] encodings = texts.size() == 1
                    ? new long[] {TokenizersLibrary.LIB.encode(library.getHandle(), texts.getFirst(), false)}
                    : TokenizersLibrary.LIB.batchEncode(library.getHandle(), texts.toArray(String[]::new), false);
            try {
                for (long encoding : encodings) {
                    rows.add(narrowed(TokenizersLibrary.LIB.getTokenIds(encoding)));
                }
            } finally {
                for (long encoding : encodings) {
                    TokenizersLibrary.LIB.deleteEncoding(encoding);
                }
            }
            texts.clear();
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** The text of ids, without special tokens. The space in front of the first word is removed, and so are trailing spaces. */
    public String decode(List<Integer> all) {
        long[] plain = all.stream()
                .filter(id -> !ids.isSpecial(id))
                .mapToLong(Integer::longValue)
                .toArray();
        String text = library.decode(plain, false);
        return config.spaceInFront() ? text.strip() : text;
    }

    /** The number of tokens, including special ones: every id is below it. */
    public int size() {
        return size;
    }

    /** What fills short rows and is never read: any row of the embedding will do if the tokenizer names none. */
    public int padId() {
        return ids.pad().orElse(0);
    }

    /** Marks that no answer may contain: the padding, if it is a mark and not a word that models use. */
    public Set<Integer> forbiddenInAnswers() {
        return ids.forbiddenInAnswers();
    }

    /** What ends a document and an answer. */
    public int endId() {
        return ids.end()
                .orElseThrow(() -> new RunFailure(
                        "unknown-model", "The tokenizer names no eos_token, and no config names an eos_token_id."));
    }

    /** Everything that ends an answer: the tokenizer's own end token, and what the model's files name. */
    public Set<Integer> endIds() {
        endId();
        return ids.ends();
    }

    /** What a document begins with. */
    public int beginId() {
        return ids.begin().orElseGet(this::endId);
    }

    public int userId() {
        return mark(ids.user(), "hone_user_token");
    }

    public int assistantId() {
        return mark(ids.assistant(), "hone_assistant_token");
    }

    /** Whether the tokenizer knows the marks of the chat template {@code hone}. */
    public boolean hasChatMarks() {
        return ids.user().isPresent() && ids.assistant().isPresent();
    }

    /** A warning to show wherever this model is used, if it was trained with another template than the one it gets here. */
    public Optional<String> unusedTemplate() {
        return unusedTemplate;
    }

    /** The same for a directory whose tokenizer has not been loaded. */
    public static Optional<String> unusedTemplate(Path directory) {
        return UnusedTemplate.in(directory, TokenizerConfig.read(directory));
    }

    /** The template that this model was trained with; a model that names none is prompted in document form. */
    public ChatTemplate template() {
        return config.template().map(ChatTemplate::named).orElse(ChatTemplate.DOCUMENT);
    }

    private static int mark(OptionalInt id, String field) {
        return id.orElseThrow(() -> new RunFailure(
                "unknown-model",
                "The chat template 'hone' needs " + field + " in tokenizer_config.json, which is not there."));
    }

    private static int[] narrowed(long[] ids) {
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    @Override
    public void close() {
        library.close();
    }
}
