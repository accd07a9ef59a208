package hone.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Text to token ids and back. Special tokens never come out of text: whoever types {@code <|assistant|>} gets those
 * characters, not the mark, because the special entries are taken away from the library before it reads the vocabulary.
 */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer library;
    private final TokenizerConfig config;
    private final Map<String, Integer> specialIds;
    private final Set<Integer> special;
    private final int size;

    private Tokenizer(HuggingFaceTokenizer library, TokenizerConfig config, Map<String, Integer> specialIds, int size) {
        this.library = library;
        this.config = config;
        this.specialIds = specialIds;
        this.special = new HashSet<>(specialIds.values());
        this.size = size;
    }

    /** Reads {@code tokenizer.json} and {@code tokenizer_config.json} of a model directory. */
    public static Tokenizer load(Path directory) {
        Path file = directory.resolve(TokenizerFiles.TOKENIZER);
        try {
            JsonNode json = Wire.read(Files.readAllBytes(file), JsonNode.class);
            Map<String, Integer> special = new HashMap<>();
            ArrayNode plain = JsonNodeFactory.instance.arrayNode();
            for (JsonNode token : json.path("added_tokens")) {
                if (token.path("special").asBoolean(false)) {
                    special.put(token.path("content").asText(), token.path("id").asInt());
                } else {
                    plain.add(token);
                }
            }
            ((ObjectNode) json).set("added_tokens", plain);
            ((ObjectNode) json).putNull("post_processor"); // it would add special tokens; templates do that here
            HuggingFaceTokenizer library = library(json);
            int size = Math.max(
                    json.path("model").path("vocab").size(),
                    special.values().stream().mapToInt(id -> id + 1).max().orElse(0));
            return new Tokenizer(
                    library, TokenizerConfig.read(directory.resolve(TokenizerFiles.CONFIG)), special, size);
        } catch (IOException | UnreadableMessage | ClassCastException e) {
            throw new RunFailure(
                    "unknown-model",
                    "The tokenizer can't be used: " + file.getFileName() + " is missing or broken.",
                    e);
        }
    }

    private static HuggingFaceTokenizer library(JsonNode json) throws IOException {
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(Wire.bytes(json)),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (RuntimeException e) { // it has no exception of its own for a file that it can't read
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: its library says " + e.getMessage() + ".", e);
        }
    }

    public int[] encode(String text) {
        return narrowed(library.encode(config.spaceInFront() ? " " + text : text));
    }

    public List<int[]> encodeAll(List<String> texts) {
        List<String> spaced = texts.stream()
                .map(text -> config.spaceInFront() ? " " + text : text)
                .toList();
        List<int[]> rows = new ArrayList<>(texts.size());
        for (Encoding encoding : library.batchEncode(spaced)) {
            rows.add(narrowed(encoding));
        }
        return rows;
    }

    /** Text of ids; special tokens leave none. The space in front of the first word goes, as do spaces at the end. */
    public String decode(List<Integer> ids) {
        long[] plain = ids.stream()
                .filter(id -> !special.contains(id))
                .mapToLong(Integer::longValue)
                .toArray();
        String text = library.decode(plain, false);
        return config.spaceInFront() ? text.strip() : text;
    }

    /** Tokens, the special ones too. */
    public int size() {
        return size;
    }

    /** What fills short rows; never looked at. */
    public int padId() {
        return config.padToken().map(this::idOf).orElse(0);
    }

    /** What ends a document and an answer. */
    public int endId() {
        return config.endToken()
                .map(this::idOf)
                .orElseThrow(() -> new RunFailure("unknown-model", "The tokenizer names no eos_token."));
    }

    /** What a document begins with. */
    public int beginId() {
        return config.beginToken().map(this::idOf).orElseGet(this::endId);
    }

    public int userId() {
        return mark(config.userToken(), "hone_user_token");
    }

    public int assistantId() {
        return mark(config.assistantToken(), "hone_assistant_token");
    }

    /** Whether the tokenizer knows the marks of the chat template {@code hone}. */
    public boolean hasChatMarks() {
        return config.userToken().isPresent() && config.assistantToken().isPresent();
    }

    /** The template that this model was trained with; a model that names none is asked in document form. */
    public ChatTemplate template() {
        return config.template().map(ChatTemplate::named).orElse(ChatTemplate.DOCUMENT);
    }

    private int mark(Optional<String> token, String field) {
        return token.map(this::idOf)
                .orElseThrow(() -> new RunFailure(
                        "unknown-model",
                        "The chat template 'hone' needs " + field + " in tokenizer_config.json, which is not there."));
    }

    private int idOf(String token) {
        Integer id = specialIds.get(token);
        if (id == null) {
            throw new RunFailure(
                    "unknown-model",
                    "tokenizer_config.json names " + token + ", which is no special token of the tokenizer.");
        }
        return id;
    }

    private static int[] narrowed(Encoding encoding) {
        long[] ids = encoding.getIds();
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
