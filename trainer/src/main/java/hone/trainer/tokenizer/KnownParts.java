package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a tokenizer.json is given to the library at all. The library ends the whole process where it meets what it did not expect:
 * a prefix that is longer than a word, a strip that reaches beyond a token, an expression that tries too long. So a file is made of
 * parts that are known, with values that such parts have, or it is refused by the name of the part.
 */
final class KnownParts {
    private static final int STRIPPED_MAX = 16;
    private static final int PATTERN_CHARS_MAX = 2000;

    private static final Set<String> NORMALIZERS = Set.of(
            "Sequence", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip", "Replace", "Prepend");
    private static final Set<String> PRE_TOKENIZERS = Set.of(
            "Sequence", "ByteLevel", "Metaspace", "Split", "Digits", "Punctuation", "Whitespace", "WhitespaceSplit");
    private static final Set<String> DECODERS =
            Set.of("Sequence", "ByteLevel", "Metaspace", "Replace", "ByteFallback", "Fuse", "Strip", "BPEDecoder");

    /** A repeated group, or a group that is referred to: what can take exponential time. An optional group can't. */
    private static final Pattern UNBOUNDED =
            Pattern.compile("(?<!\\\\)\\)\\s*[*+{]|\\\\[1-9]|\\\\[kg]|\\(\\?\\(|\\(\\?R");

    private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[(?:\\\\.|[^\\]\\\\])*\\]");

    private KnownParts() {}

    static void require(JsonNode file) {
        JsonNode model = file.path("model");
        if (!model.path("type").asText("BPE").equals("BPE")) {
            throw refused("its vocabulary is of the type " + model.path("type").asText()
                    + "; byte-pair encodings (BPE) are known here");
        }
        if (!model.path("continuing_subword_prefix").asText("").isEmpty()) {
            throw refused("it has a continuing_subword_prefix");
        }
        all("normalizer", file.path("normalizer"), "normalizers", NORMALIZERS);
        all("pre_tokenizer", file.path("pre_tokenizer"), "pretokenizers", PRE_TOKENIZERS);
        all("decoder", file.path("decoder"), "decoders", DECODERS);
    }

    private static void all(String which, JsonNode part, String inside, Set<String> known) {
        if (part.isMissingNode() || part.isNull()) {
            return;
        }
        String type = part.path("type").asText();
        if (!part.isObject() || !known.contains(type)) {
            throw refused("its " + which + " has the unknown type '" + type + "'");
        }
        part.path(inside).forEach(one -> all(which, one, inside, known));
        if (type.equals("Strip") && which.equals("decoder")) {
            boolean small = part.path("stop").asInt(-1) == 0
                    && part.path("start").asInt(-1) >= 0
                    && part.path("start").asInt() <= STRIPPED_MAX;
            if (!small) {
                throw refused("its decoder strips from the end, or too much");
            }
        }
        if (part.has("pattern")) {
            pattern(which, part.path("pattern"));
        }
    }

    private static void pattern(String which, JsonNode pattern) {
        for (String kind : List.of("String", "Regex")) {
            JsonNode text = pattern.path(kind);
            boolean bad = text.isTextual()
                    && (text.asText().isEmpty()
                            || text.asText().length() > PATTERN_CHARS_MAX
                            || (kind.equals("Regex") && takesForEver(text.asText())));
            if (bad) {
                throw refused("its " + which + " has a pattern that could take for ever: " + text.asText());
            }
        }
    }

    private static boolean takesForEver(String pattern) {
        return UNBOUNDED
                .matcher(CHARACTER_CLASS.matcher(pattern).replaceAll("x"))
                .find();
    }

    private static RunFailure refused(String why) {
        return new RunFailure("unknown-model", "The tokenizer can't be used: " + why + ".");
    }
}
