package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.jinja.FromJson;
import hone.trainer.jinja.Template;
import hone.trainer.jinja.TemplateError;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The chat templates that a model directory brings, from where transformers looks for them: {@code chat_template.jinja} before
 * {@code chat_template} in tokenizer_config.json (a text, or a list of named ones), {@code additional_chat_templates/} for
 * further names. What Hone wrote about the form that it trained the model in comes first.
 */
final class ModelTemplates {
    private static final String FILE = "chat_template.jinja";
    private static final String OLD_FILE = "chat_template.json";
    private static final String MORE = "additional_chat_templates";
    private static final String FIELD = "chat_template";
    private static final String DEFAULT = "default";
    private static final String WITH_TOOLS = "tool_use";
    private static final int TEMPLATES_MAX = 50;
    private static final List<String> SPECIAL =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Optional<String> honesForm;
    private final Map<String, Source> sources;
    private final Map<String, Object> settings;

    /** A template as it stands in a file. */
    record Source(String file, String text) {}

    private ModelTemplates(Optional<String> honesForm, Map<String, Source> sources, Map<String, Object> settings) {
        this.honesForm = honesForm;
        this.sources = sources;
        this.settings = settings;
    }

    static ModelTemplates of(Path directory, TokenizerConfig config) {
        Map<String, Source> sources = new LinkedHashMap<>();
        fromConfig(config.jinja(), sources);
        if (ModelFolder.has(directory, OLD_FILE)) {
            put(
                    sources,
                    DEFAULT,
                    OLD_FILE,
                    ModelFolder.json(directory, OLD_FILE).path(FIELD).asText(""));
        }
        if (ModelFolder.has(directory, FILE)) {
            put(sources, DEFAULT, FILE, text(directory, FILE));
        }
        if (Files.isDirectory(directory.resolve(MORE))) {
            more(directory).forEach((name, file) -> put(sources, name, file, text(directory, file)));
        }
        return new ModelTemplates(config.template(), sources, settings(directory, config));
    }

    private static void fromConfig(JsonNode field, Map<String, Source> sources) {
        if (field.isTextual()) {
            put(sources, DEFAULT, TokenizerFiles.CONFIG, field.asText());
        }
        if (field.isArray()) {
            for (JsonNode one : field) {
                String name = one.path("name").asText(DEFAULT);
                put(sources, name, TokenizerFiles.CONFIG, one.path("template").asText(""));
            }
        }
        if (field.isObject()) {
            field.properties()
                    .forEach(one -> put(
                            sources,
                            one.getKey(),
                            TokenizerFiles.CONFIG,
                            one.getValue().asText("")));
        }
    }

    private static void put(Map<String, Source> sources, String name, String file, String text) {
        if (!text.isBlank() && (sources.size() < TEMPLATES_MAX || sources.containsKey(name))) {
            sources.put(name, new Source(file, text));
        }
    }

    private static String text(Path directory, String file) {
        return new String(ModelFolder.bytes(directory, file), StandardCharsets.UTF_8);
    }

    /** Name to file, in order of names. */
    private static Map<String, String> more(Path directory) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory.resolve(MORE))) {
            all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(".jinja"))
                    .limit(TEMPLATES_MAX)
                    .forEach(
                            name -> files.put(name.substring(0, name.length() - ".jinja".length()), MORE + "/" + name));
        } catch (IOException e) {
            throw new RunFailure("unknown-model", "The model's folder " + MORE + " can't be read.", e);
        }
        return files;
    }

    /** The names of special tokens that transformers gives to every template. */
    private static Map<String, Object> settings(Path directory, TokenizerConfig config) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (!ModelFolder.has(directory, TokenizerFiles.CONFIG)) {
            config.endToken()
                    .ifPresent(end -> List.of("bos_token", "eos_token")
                            .forEach(name -> settings.put(name, hone.trainer.jinja.Text.written(end))));
            return settings;
        }
        JsonNode json = ModelFolder.json(directory, TokenizerFiles.CONFIG);
        for (String name : SPECIAL) {
            JsonNode value = json.path(name).isObject() ? json.path(name).path("content") : json.path(name);
            if (value.isTextual()) {
                settings.put(name, FromJson.written(value));
            }
        }
        JsonNode further = json.path("additional_special_tokens");
        if (further.isArray() && !further.isEmpty()) {
            settings.put("additional_special_tokens", FromJson.written(further));
        }
        return settings;
    }

    Map<String, Object> settings() {
        return settings;
    }

    /** The template that the model is asked in. */
    ChatTemplate chosen() {
        Optional<ChatTemplate> own = honesForm.flatMap(OwnTemplate::find);
        if (own.isPresent()) {
            return own.get();
        }
        return jinja().map(template -> (ChatTemplate) template).orElse(ChatTemplate.DOCUMENT);
    }

    /** The model's own template, if it brings any. */
    Optional<JinjaTemplate> jinja() {
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        Source standard = sources.get(DEFAULT);
        if (standard == null && sources.size() == 1) {
            standard = sources.values().iterator().next();
        }
        if (standard == null) {
            throw new RunFailure(
                    "unknown-model",
                    "The model brings the chat templates " + String.join(", ", sources.keySet())
                            + " and none that is called " + DEFAULT + ", so there is none to ask it in.");
        }
        Optional<Template> tools = Optional.ofNullable(sources.get(WITH_TOOLS)).map(ModelTemplates::parsed);
        return Optional.of(new JinjaTemplate(
                parsed(standard),
                tools,
                standard.file,
                honesForm.filter(form -> OwnTemplate.find(form).isEmpty()).orElse(JinjaTemplate.OF_THE_MODEL),
                settings,
                this::writeTo,
                Set.of()));
    }

    private static Template parsed(Source source) {
        try {
            return Template.parse(source.text);
        } catch (TemplateError e) {
            throw new RunFailure(
                    "unknown-model",
                    "The model's chat template can't be read (" + source.file + ", line " + e.line() + "): "
                            + e.message() + " A recipe may name another one.",
                    e);
        }
    }

    /** What a checkpoint says in {@code chat_template}: everything is in one file there. */
    void writeTo(ObjectNode config) {
        if (sources.isEmpty()) {
            return;
        }
        if (sources.size() == 1 && sources.containsKey(DEFAULT)) {
            sources.values().forEach(only -> config.put(FIELD, only.text));
            return;
        }
        ArrayNode list = config.putArray(FIELD);
        sources.forEach((name, source) -> list.addObject().put("name", name).put("template", source.text));
    }

    /** A warning if there is a template and the model was trained in one of Hone's own forms instead. */
    Optional<String> unused() {
        Optional<ChatTemplate> own = honesForm.flatMap(OwnTemplate::find).filter(form -> form != ChatTemplate.HONE);
        return own.flatMap(form -> sources.values().stream()
                .findFirst()
                .map(source -> "This model brings a chat template (" + source.file
                        + ") that is not used: its hone_chat_template says that it was trained in the form '"
                        + form.wireName()
                        + "', so it is asked in that one."));
    }
}
