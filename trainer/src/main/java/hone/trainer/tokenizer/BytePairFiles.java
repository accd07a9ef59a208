package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * GPT-2's own two files, from before there was a tokenizer.json: a vocabulary and a list of merges. OpenAI called them
 * encoder.json and vocab.bpe, transformers vocab.json and merges.txt.
 */
final class BytePairFiles {
    static final String END = "<|endoftext|>";

    private record Pair(String vocabulary, String merges) {}

    private static final List<Pair> NAMES =
            List.of(new Pair("vocab.json", "merges.txt"), new Pair("encoder.json", "vocab.bpe"));

    private BytePairFiles() {}

    /** Whether they are all there is. */
    static boolean areIn(Path directory) {
        return !ModelFolder.has(directory, TokenizerFiles.TOKENIZER)
                && names(directory).isPresent();
    }

    private static Optional<Pair> names(Path directory) {
        return NAMES.stream()
                .filter(pair -> ModelFolder.has(directory, pair.vocabulary) && ModelFolder.has(directory, pair.merges))
                .findFirst();
    }

    /** What a tokenizer.json would say, if the directory has these files. */
    static Optional<ObjectNode> read(Path directory) {
        return names(directory).map(pair -> read(directory, pair));
    }

    private static ObjectNode read(Path directory, Pair names) {
        if (!(ModelFolder.json(directory, names.vocabulary) instanceof ObjectNode vocabulary)) {
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: " + names.vocabulary + " is no JSON object.");
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ArrayNode merges = nodes.arrayNode();
        new String(ModelFolder.bytes(directory, names.merges), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#version"))
                .forEach(merges::add);
        ObjectNode model =
                nodes.objectNode().put("type", "BPE").put("fuse_unk", false).put("byte_fallback", false);
        model.set("vocab", vocabulary);
        model.set("merges", merges);
        ObjectNode bytes = nodes.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        ObjectNode file = nodes.objectNode().put("version", "1.0");
        ArrayNode added = file.putArray("added_tokens");
        if (vocabulary.path(END).isIntegralNumber()) {
            added.addObject()
                    .put("id", vocabulary.path(END).asInt())
                    .put("content", END)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        file.putNull("normalizer");
        file.set("pre_tokenizer", bytes);
        file.putNull("post_processor");
        file.set("decoder", bytes);
        file.set("model", model);
        return file;
    }
}
