package hone.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.run.RunFailure;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the tokenizers library would end the process, and what published tokenizers have. */
class KnownPartsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '€',
            value = {
                "{\"model\":{\"continuing_subword_prefix\":\"##\"}} § continuing_subword_prefix",
                "{\"model\":{\"type\":\"Unigram\"}} § Unigram",
                "{\"decoder\":{\"type\":\"Strip\",\"content\":\" \",\"start\":0,\"stop\":1}} § strips",
                "{\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"CTC\"}]}} § 'CTC'",
                "{\"normalizer\":{\"type\":\"Precompiled\"}} § 'Precompiled'",
                "{\"pre_tokenizer\":{\"type\":\"FixedLength\",\"length\":0}} § 'FixedLength'",
                "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a+)+b\"}}} § (a+)+b",
                "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a)\\\\1\"}}} § for ever",
                "{\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"x\"}} § pattern",
            })
    void whatCouldEndTheProcessIsRefusedByItsName(String file, String words) {
        assertThatThrownBy(() -> KnownParts.require(Wire.read(file, JsonNode.class)))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining(words);
    }

    /** Of Llama 3, Qwen, and OpenAI's newest; a class of characters may hold whatever looks like a group. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}]*[\\p{Ll}\\p{Lm}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\s+(?!\\S)|\\s+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|\\s+",
            })
    void patternsOfPublishedTokenizersAreTaken(String pattern) {
        assertThatCode(() -> KnownParts.require(Wire.read(
                        Wire.write(
                                Map.of("pre_tokenizer", Map.of("type", "Split", "pattern", Map.of("Regex", pattern)))),
                        JsonNode.class)))
                .doesNotThrowAnyException();
    }
}
