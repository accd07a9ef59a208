package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.jinja.Template;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates for models that bring none, each a file beside this class. A comment in its first line says which special tokens it
 * needs: without them its marks would be learned letter by letter, and nothing would end an answer.
 */
final class NamedTemplates {
    private static final String LIST = "templates.txt";
    private static final Pattern NEEDS = Pattern.compile("\\{#- needs (.*?) -#\\}");

    private NamedTemplates() {}

    static List<String> names() {
        return text(LIST).lines().toList();
    }

    static Optional<ChatTemplate> find(String name, Tokenizer tokenizer) {
        if (name.equals(JinjaTemplate.OF_THE_MODEL)) {
            return Optional.of(tokenizer
                    .templates()
                    .jinja()
                    .orElseThrow(() -> new RunFailure(
                            "bad-recipe",
                            "The recipe asks for the model's own chat template, and the model brings none; name one of "
                                    + String.join(", ", names()) + ".")));
        }
        if (!names().contains(name)) {
            return Optional.empty();
        }
        String file = name + ".jinja";
        String source = text(file);
        Matcher needs = NEEDS.matcher(source);
        if (needs.lookingAt()) {
            Arrays.stream(needs.group(1).split(" "))
                    .filter(mark -> !tokenizer.knowsMark(mark))
                    .findFirst()
                    .ifPresent(missing -> {
                        throw new RunFailure(
                                "bad-recipe",
                                "The chat template '" + name + "' needs the special token " + missing
                                        + ", which this model's tokenizer does not have; 'plain' needs none.");
                    });
        }
        Consumer<ObjectNode> writing = json -> json.put("chat_template", source);
        JinjaTemplate template = new JinjaTemplate(
                Template.parse(source),
                Optional.empty(),
                "Hone's " + file,
                name,
                tokenizer.templates().settings(),
                writing,
                Set.of());
        return Optional.of(template.naming(template.ends(tokenizer)));
    }

    private static String text(String file) {
        try (InputStream in = NamedTemplates.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the file " + file + " is missing beside its class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
