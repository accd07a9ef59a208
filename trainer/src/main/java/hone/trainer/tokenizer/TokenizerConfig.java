package hone.trainer.tokenizer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code tokenizer_config.json} says. The first fields are Hugging Face's, those with {@code hone_} are ours.
 *
 * @param beginToken what a document begins with
 * @param template the named chat template that this model was trained with
 * @param jinja the model's own chat template, a text or a list of named ones; missing when there is none
 * @param spaceInFront every text is encoded with one space in front, so that a word is the same token wherever it stands
 */
record TokenizerConfig(
        @JsonProperty("tokenizer_class") String tokenizerClass,
        @JsonProperty("bos_token") Optional<String> beginToken,
        @JsonProperty("eos_token") Optional<String> endToken,
        @JsonProperty("pad_token") Optional<String> padToken,
        @JsonProperty("hone_user_token") Optional<String> userToken,
        @JsonProperty("hone_assistant_token") Optional<String> assistantToken,
        @JsonProperty("hone_chat_template") Optional<String> template,
        @JsonProperty("hone_space_in_front") boolean spaceInFront,
        @JsonIgnore JsonNode jinja) {

    /** Of a tokenizer from before there was such a file. */
    private static TokenizerConfig ofOldFiles() {
        Optional<String> end = Optional.of(BytePairFiles.END);
        return new TokenizerConfig(
                "GPT2Tokenizer",
                end,
                end,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                MissingNode.getInstance());
    }

    /** Whether Hone made this tokenizer. */
    @JsonIgnore
    boolean isHones() {
        return spaceInFront || userToken.isPresent();
    }

    static TokenizerConfig read(Path directory) {
        if (!ModelFolder.has(directory, TokenizerFiles.CONFIG)) {
            if (BytePairFiles.areIn(directory)) {
                return ofOldFiles();
            }
            throw new RunFailure(
                    "unknown-model", "The tokenizer can't be used: " + TokenizerFiles.CONFIG + " is missing.");
        }
        JsonNode json = ModelFolder.json(directory, TokenizerFiles.CONFIG);
        return new TokenizerConfig(
                json.path("tokenizer_class").asText("PreTrainedTokenizerFast"),
                token(json, "bos_token"),
                token(json, "eos_token"),
                token(json, "pad_token"),
                token(json, "hone_user_token"),
                token(json, "hone_assistant_token"),
                token(json, "hone_chat_template"),
                json.path("hone_space_in_front").asBoolean(false),
                json.path("chat_template"));
    }

    /** A token is written as a string or as an object with its content. */
    private static Optional<String> token(JsonNode json, String field) {
        JsonNode value = json.path(field).isObject() ? json.path(field).path("content") : json.path(field);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }
}
