package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.jinja.FromJson;
import hone.trainer.jinja.TemplateError;
import hone.trainer.jinja.Text;
import hone.trainer.run.Disk;
import hone.trainer.tokenizer.JinjaTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of chat templates and tokenizers, which are equal or are not. */
final class TextChecks {
    private TextChecks() {}

    static void template(Golden.Check check, LargestError error) {
        JsonNode mention = check.json().path("error_mentions");
        try {
            Text text = rendered(check);
            error.same(mention.isMissingNode()
                    && text.value().equals(check.expected().asText()));
            if (check.json().has("assistant_texts")) {
                marks(check, text, error);
            }
        } catch (TemplateError e) {
            if (mention.isMissingNode()) {
                throw new IllegalStateException("line " + e.line() + ": " + e.message(), e);
            }
            error.same(e.message().contains(mention.asText()));
        }
    }

    private static void marks(Golden.Check check, Text text, LargestError error) {
        List<String> texts = new ArrayList<>();
        List<List<Integer>> spans = new ArrayList<>();
        for (int[] span : text.generated()) {
            texts.add(text.value().substring(span[0], span[1]));
            spans.add(List.of(
                    text.value().codePointCount(0, span[0]), text.value().codePointCount(0, span[1])));
        }
        List<String> expected = new ArrayList<>();
        check.json().path("assistant_texts").forEach(one -> expected.add(one.asText()));
        List<List<Integer>> places = new ArrayList<>();
        check.json().path("assistant_spans").forEach(one -> places.add(JsonTensors.ints(one)));
        error.same(texts.equals(expected) && spans.equals(places));
    }

    static void templateMask(Golden.Check check, LargestError error) {
        JinjaTemplate.Learned learned = JinjaTemplate.byMarks(rendered(check), tokenizer(check));
        error.same(learned.ids().equals(JsonTensors.ints(check.json().path("ids"))));
        List<Integer> mask = learned.learned().stream().map(one -> one ? 1 : 0).toList();
        error.same(mask.equals(JsonTensors.ints(check.json().path("assistant_mask"))));
    }

    private static Text rendered(Golden.Check check) {
        JsonNode json = check.json();
        Map<String, Object> variables = new LinkedHashMap<>();
        json.path("variables")
                .properties()
                .forEach(one -> variables.put(one.getKey(), FromJson.written(one.getValue())));
        List<Object> turns = new ArrayList<>();
        json.path("messages").forEach(turn -> turns.add(JinjaTemplate.turn(turn)));
        Optional<Object> tools =
                Optional.of(json.path("tools")).filter(JsonNode::isArray).map(FromJson::data);
        return template(check)
                .with(variables)
                .render(
                        turns,
                        new JinjaTemplate.Extras(tools, Map.of()),
                        json.path("add_generation_prompt").asBoolean(false));
    }

    private static JinjaTemplate template(Golden.Check check) {
        String file = check.json().path("template").asText("");
        if (file.isEmpty()) {
            return JinjaTemplate.in(check.path(check.json().path("tokenizer").asText()))
                    .orElseThrow(() -> new IllegalStateException("the directory brings no template"));
        }
        try {
            return JinjaTemplate.of(Files.readString(check.path(file)), Map.of());
        } catch (IOException e) {
            throw Disk.failure("read the template " + file, e);
        }
    }

    static void tokenizer(Golden.Check check, LargestError error) {
        JsonNode json = check.json();
        String text = json.path("text").asText();
        Tokenizer tokenizer = tokenizer(check);
        List<Integer> ids = tokenizer.encode(Text.written(text));
        List<Integer> surrounded = tokenizer.surrounded(Text.written(text));
        List<Integer> asText = json.has("ids_special_strings_as_text")
                ? JsonTensors.ints(json.path("ids_special_strings_as_text"))
                : JsonTensors.ints(json.path("ids"));
        error.same(ids.equals(JsonTensors.ints(json.path("ids"))));
        error.same(surrounded.equals(JsonTensors.ints(json.path("ids_with_special_tokens"))));
        error.same(Arrays.stream(tokenizer.encode(text)).boxed().toList().equals(asText));
        error.same(tokenizer.decodeAll(ids).equals(json.path("decoded").asText()));
        error.same(tokenizer
                .decode(surrounded)
                .equals(json.path("decoded_without_special_tokens").asText()));
    }

    private static Tokenizer tokenizer(Golden.Check check) {
        return KeptTokenizer.of(check.path(check.json().path("tokenizer").asText()));
    }
}
