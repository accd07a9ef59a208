package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes a new tokenizer as Hugging Face's two files, together with Hone's own settings. */
public final class TokenizerFiles {
    public static final String TOKENIZER = "tokenizer.json";
    public static final String CONFIG = "tokenizer_config.json";
    public static final String GENERATION = "generation_config.json";
    public static final String PAD = "<|pad|>";
    public static final String END = "<|end|>";
    public static final String USER = "<|user|>";
    public static final String ASSISTANT = "<|assistant|>";
    private static final List<String> SPECIAL = List.of(PAD, END, USER, ASSISTANT);

    /** The special tokens and one for each byte. */
    public static final int VOCABULARY_MIN = SPECIAL.size() + 256;

    private TokenizerFiles() {}

    /** Trains on whole documents and writes the result into a directory. Returns the number of tokens. */
    public static int train(Iterable<String> documents, int vocabulary, Path directory) throws IOException {
        Iterable<String> spaced = () -> {
            var each = documents.iterator();
            return new java.util.Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public String next() {
                    return " " + each.next();
                }
            };
        };
        BytePairTraining.Vocabulary learned = BytePairTraining.train(spaced, vocabulary, SPECIAL);
        Files.createDirectories(directory);
        Files.write(directory.resolve(TOKENIZER), Wire.bytes(tokenizer(learned)));
        Files.write(
                directory.resolve(CONFIG),
                Wire.bytes(new TokenizerConfig(
                        "PreTrainedTokenizerFast",
                        Optional.of(END),
                        Optional.of(END),
                        Optional.of(PAD),
                        Optional.of(USER),
                        Optional.of(ASSISTANT),
                        Optional.of(ChatTemplate.DOCUMENT.wireName()),
                        true,
                        MissingNode.getInstance())));
        return learned.ids().size();
    }

    /** The tokenizer of a checkpoint that is trained from this directory. */
    public static byte[] tokenizer(Path directory) {
        return ModelFolder.has(directory, TOKENIZER)
                ? ModelFolder.bytes(directory, TOKENIZER)
                : Wire.bytes(BytePairFiles.read(directory)
                        .orElseThrow(() -> new RunFailure(
                                "unknown-model", "The tokenizer can't be used: " + TOKENIZER + " is missing.")));
    }

    /** Its settings: the same, with the template that it was trained in, so that every other program uses that one too. */
    public static byte[] config(Path directory, ChatTemplate template) {
        return Wire.bytes(configJson(directory, template));
    }

    /** The same for a classifier. */
    public static byte[] config(Path directory, ChatTemplate template, ClassifierPadding padding) {
        ObjectNode json = configJson(directory, template);
        padding.writeToTokenizer(json);
        return Wire.bytes(json);
    }

    private static ObjectNode configJson(Path directory, ChatTemplate template) {
        TokenizerConfig before = TokenizerConfig.read(directory);
        ObjectNode json =
                ModelFolder.has(directory, CONFIG) && ModelFolder.json(directory, CONFIG) instanceof ObjectNode object
                        ? object
                        : Wire.read(Wire.bytes(before), ObjectNode.class);
        json.put("hone_chat_template", template.wireName());
        switch (template) {
            case JinjaTemplate jinja -> jinja.writeTo(json);
            // Of a model with another template; other servers would use it.
            case OwnTemplate own when own == OwnTemplate.HONE -> json.remove("chat_template");
            case OwnTemplate own -> ModelTemplates.of(directory, before).writeTo(json);
        }
        return json;
    }

    /** What ends an answer, for transformers: with the end that a named template brings. */
    public static Optional<byte[]> generation(Path directory, ChatTemplate template) {
        Set<Integer> ends = template instanceof JinjaTemplate jinja ? jinja.endsToName() : Set.of();
        boolean there = ModelFolder.has(directory, GENERATION);
        if (ends.isEmpty()) {
            return there ? Optional.of(ModelFolder.bytes(directory, GENERATION)) : Optional.empty();
        }
        ObjectNode json = there && ModelFolder.json(directory, GENERATION) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
        Set<Integer> all = new TreeSet<>(NamedIds.read(directory).ends());
        all.addAll(ends);
        ArrayNode list = json.putArray("eos_token_id");
        all.forEach(list::add);
        return Optional.of(Wire.bytes(json));
    }

    private static Map<String, Object> tokenizer(BytePairTraining.Vocabulary learned) {
        List<Map<String, Object>> added = new ArrayList<>();
        for (int id = 0; id < SPECIAL.size(); id++) {
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("id", id);
            token.put("content", SPECIAL.get(id));
            token.put("single_word", false);
            token.put("lstrip", false);
            token.put("rstrip", false);
            token.put("normalized", false);
            token.put("special", true);
            added.add(token);
        }
        Map<String, Object> bytes =
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
        Map<String, Object> digits = Map.of("type", "Digits", "individual_digits", true);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        model.put("vocab", new Unsorted(learned.ids()));
        model.put(
                "merges",
                learned.merges().stream().map(pair -> pair[0] + " " + pair[1]).toList());
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("version", "1.0");
        file.put("truncation", null);
        file.put("padding", null);
        file.put("added_tokens", added);
        file.put("normalizer", null);
        file.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", List.of(digits, bytes)));
        file.put("post_processor", null);
        file.put("decoder", bytes);
        file.put("model", model);
        return file;
    }

    /** Writes the vocabulary in order of ids, for people who read the file. */
    private record Unsorted(
            @com.fasterxml.jackson.annotation.JsonAnyGetter Map<String, Integer> ids) {}
}
