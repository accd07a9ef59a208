package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.ModelFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A chat template in Jinja, which this version does not render. A model that has one was trained with it, so prompting it in
 * another form works, but gives worse answers: that must be said.
 */
final class UnusedTemplate {
    private static final List<String> FILES =
            List.of("chat_template.jinja", "chat_template.json", "additional_chat_templates", "chat_templates");

    private UnusedTemplate() {}

    /** @return a warning if there is a template and the model was not trained with Hone's own instead */
    static Optional<String> in(Path directory, TokenizerConfig config) {
        ChatTemplate asked = config.template().map(ChatTemplate::named).orElse(ChatTemplate.DOCUMENT);
        if (asked == ChatTemplate.HONE) {
            return Optional.empty();
        }
        Optional<String> where = FILES.stream()
                .filter(name -> ModelFolder.has(directory, name))
                .findFirst()
                .or(() -> holds(config.jinja()) ? Optional.of("tokenizer_config.json") : Optional.empty());
        return where.map(file -> "This model brings a chat template (" + file
                + ") that Hone does not use yet: it is asked in the form '" + asked.wireName()
                + "', not in the one that it was trained with, so expect worse answers than it can give.");
    }

    private static boolean holds(JsonNode template) {
        return template.isTextual() ? !template.asText().isBlank() : !template.isEmpty();
    }
}
