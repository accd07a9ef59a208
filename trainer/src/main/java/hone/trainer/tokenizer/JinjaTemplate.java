package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.trainer.jinja.FromJson;
import hone.trainer.jinja.None;
import hone.trainer.jinja.Template;
import hone.trainer.jinja.TemplateError;
import hone.trainer.jinja.Text;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A chat template in Jinja. What it renders knows which characters the template wrote and which came with the conversation, so
 * that only the template's own special strings become special tokens.
 *
 * <p>What is learned of an answer begins where the template's generation prompt ends, or would end, and ends with the first token
 * that ends an answer. Line breaks that the template puts behind it are not learned: nobody generates them.
 */
public final class JinjaTemplate implements ChatTemplate {
    /** The wire name of the template that the model brings. */
    static final String OF_THE_MODEL = "model";

    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String ASSISTANT = "assistant";
    /** These may be part of a mark, such as {@code <|user|>}; any other role is text like the rest. */
    private static final Set<String> ROLES =
            Set.of("system", "user", ASSISTANT, "tool", "developer", "function", "ipython");

    private static final Set<String> FIXED = Set.of("messages", "tools", "add_generation_prompt");

    private static final List<Message> ANY_QUESTION = List.of(Message.user("?"));

    private final Template template;
    private final Optional<Template> withTools;
    private final String file;
    private final String name;
    private final Map<String, Object> settings;
    private final Consumer<ObjectNode> writing;
    private final Set<Integer> endsToName;

    /**
     * @param withTools used instead when there are tools
     * @param file where it comes from, for people
     * @param settings names that it can use: the special tokens
     * @param writing puts it into the tokenizer_config.json of a checkpoint
     * @param endsToName what ends an answer in it, if the model's own files don't say so
     */
    JinjaTemplate(
            Template template,
            Optional<Template> withTools,
            String file,
            String name,
            Map<String, Object> settings,
            Consumer<ObjectNode> writing,
            Set<Integer> endsToName) {
        this.template = template;
        this.withTools = withTools;
        this.file = file;
        this.name = name;
        this.settings = settings;
        this.writing = writing;
        this.endsToName = endsToName;
    }

    /** A template alone. */
    public static JinjaTemplate of(String source, Map<String, Object> settings) {
        return new JinjaTemplate(
                Template.parse(source),
                Optional.empty(),
                "a text",
                OF_THE_MODEL,
                settings,
                json -> json.put("chat_template", source),
                Set.of());
    }

    /** The template that a directory brings, if any. */
    public static Optional<JinjaTemplate> in(Path directory) {
        return ModelTemplates.of(directory, TokenizerConfig.read(directory)).jinja();
    }

    /** The same template with other names to use. */
    public JinjaTemplate with(Map<String, Object> others) {
        return new JinjaTemplate(template, withTools, file, name, others, writing, endsToName);
    }

    JinjaTemplate naming(Set<Integer> ends) {
        return new JinjaTemplate(template, withTools, file, name, settings, writing, ends);
    }

    /** A turn as the template sees it. */
    public static Map<Object, Object> turn(String role, Object content) {
        Map<Object, Object> turn = new LinkedHashMap<>();
        turn.put(Text.written(ROLE), ROLES.contains(role) ? Text.written(role) : Text.given(role));
        turn.put(Text.written(CONTENT), content);
        return turn;
    }

    /** A turn of any shape; its role, if it is a known one, counts as written. */
    public static Object turn(JsonNode json) {
        Object value = FromJson.data(json);
        if (value instanceof Map<?, ?> && ROLES.contains(json.path(ROLE).asText())) {
            @SuppressWarnings("unchecked") // of FromJson
            Map<Object, Object> turn = (Map<Object, Object>) value;
            turn.put(Text.written(ROLE), Text.written(json.path(ROLE).asText()));
        }
        return value;
    }

    private static List<Object> turns(List<Message> conversation) {
        List<Object> turns = new ArrayList<>();
        conversation.forEach(message -> turns.add(turn(message.role(), Text.given(message.content()))));
        return turns;
    }

    /** What a caller may add to a conversation: tools, and values that the template knows by name. */
    public record Extras(Optional<Object> tools, Map<String, Object> variables) {
        public static final Extras NONE = new Extras(Optional.empty(), Map.of());
    }

    public Text render(List<Object> turns, Extras extras, boolean generationPrompt) {
        Map<String, Object> variables = new LinkedHashMap<>(settings);
        variables.put("documents", None.NONE);
        variables.put("tools", None.NONE);
        variables.putAll(extras.variables);
        variables.put("messages", turns);
        extras.tools.ifPresent(tools -> variables.put("tools", tools));
        variables.put("add_generation_prompt", generationPrompt);
        return chosen(extras).render(variables, ZonedDateTime.now(ZoneId.systemDefault()));
    }

    private Template chosen(Extras extras) {
        return extras.tools.isPresent() ? withTools.orElse(template) : template;
    }

    /** Whether it does anything with tools. */
    public boolean usesTools() {
        return withTools.isPresent() || template.mentions("tools");
    }

    /** Whether a caller may give a value of this name: the template uses it, and it is not the model's or the conversation's. */
    public boolean lets(String variable) {
        return template.mentions(variable) && !settings.containsKey(variable) && !FIXED.contains(variable);
    }

    /** Renders a conversation of any shape up to where the answer begins. */
    public List<Integer> question(List<Object> turns, Extras extras, Tokenizer tokenizer) {
        return tokenizer.encode(rendered(turns, extras, true));
    }

    @Override
    public List<Integer> question(List<Message> conversation, Tokenizer tokenizer) {
        return question(turns(conversation), Extras.NONE, tokenizer);
    }

    @Override
    public List<Integer> answer(String text, Tokenizer tokenizer) {
        return example(ANY_QUESTION, text, tokenizer).answer();
    }

    @Override
    public Example example(List<Message> conversation, String response, Tokenizer tokenizer) {
        List<Object> turns = turns(conversation);
        Text question = rendered(turns, Extras.NONE, true);
        turns.add(turn(ASSISTANT, Text.given(response)));
        Text whole = rendered(turns, Extras.NONE, false);
        if (!whole.value().startsWith(question.value())) {
            throw refused(
                    "what it writes for the question is not how it begins the question with its answer, so where the "
                            + "answer begins is not certain");
        }
        List<Integer> asked = tokenizer.encode(question);
        List<Integer> all = tokenizer.encode(whole);
        // Where a token spans both, the answer is encoded by itself: nobody could generate half of it.
        boolean parts =
                all.size() > asked.size() && all.subList(0, asked.size()).equals(asked);
        List<Integer> rest = parts
                ? all.subList(asked.size(), all.size())
                : tokenizer.encodeContinuing(
                        whole.sub(question.value().length(), whole.value().length()));
        return new Example(asked, ended(rest, tokenizer));
    }

    /** Up to the first token that ends an answer; a template that writes none gets the tokenizer's. */
    private List<Integer> ended(List<Integer> rest, Tokenizer tokenizer) {
        Set<Integer> ends = allEnds(tokenizer);
        for (int t = 0; t < rest.size(); t++) {
            if (ends.contains(rest.get(t))) {
                return List.copyOf(rest.subList(0, t + 1));
            }
        }
        List<Integer> ended = new ArrayList<>(rest);
        ended.add(tokenizer.endId());
        return ended;
    }

    private Set<Integer> allEnds(Tokenizer tokenizer) {
        Set<Integer> ends = new HashSet<>(tokenizer.endIds());
        ends.addAll(ends(tokenizer));
        return ends;
    }

    /** The first special token behind the words of an answer, such as {@code <|im_end|>}. */
    @Override
    public Set<Integer> ends(Tokenizer tokenizer) {
        try {
            List<Object> turns = turns(ANY_QUESTION);
            turns.add(turn(ASSISTANT, Text.given("!")));
            Text whole = rendered(turns, Extras.NONE, false);
            int words = whole.value().lastIndexOf('!') + 1;
            return tokenizer.marks(whole).stream()
                    .filter(mark -> words > 0 && mark.start() >= words)
                    .limit(1)
                    .map(AddedTokens.Found::id)
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        } catch (RunFailure e) {
            return Set.of(); // it refuses this conversation; the tokenizer names an end
        }
    }

    @Override
    public int closingId(Tokenizer tokenizer) {
        return ends(tokenizer).stream().findFirst().orElseGet(tokenizer::endId);
    }

    @Override
    public Learned allAnswers(List<Message> conversation, String response, Tokenizer tokenizer) {
        List<Message> whole = new ArrayList<>(conversation);
        whole.add(Message.assistant(response));
        Learned found = conversation(whole, tokenizer);
        int end = found.learned().lastIndexOf(true) + 1; // nobody generates what the template puts behind the last end
        if (end == 0) {
            throw refused("it marks no token of the answers");
        }
        return new Learned(found.ids().subList(0, end), found.learned().subList(0, end));
    }

    /**
     * All answers of a conversation: by the template's generation marks, or else by rendering it up to each answer with and
     * without it. Each of these renderings must be how the whole begins; otherwise the conversation is refused, as when a
     * template leaves out what was thought in earlier turns.
     */
    public Learned conversation(List<Message> conversation, Tokenizer tokenizer) {
        List<Object> turns = turns(conversation);
        Text whole = rendered(turns, Extras.NONE, false);
        List<int[]> marked = whole.generated();
        if (!marked.isEmpty()) {
            return learned(whole, marked, tokenizer);
        }
        Set<Integer> ends = allEnds(tokenizer);
        List<int[]> answers = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            if (!conversation.get(i).role().equals(ASSISTANT)) {
                continue;
            }
            String before = rendered(turns.subList(0, i), Extras.NONE, true).value();
            Text with = rendered(turns.subList(0, i + 1), Extras.NONE, false);
            int end = tokenizer.marks(with).stream()
                    .filter(mark -> mark.start() >= before.length() && ends.contains(mark.id()))
                    .mapToInt(AddedTokens.Found::end)
                    .findFirst()
                    .orElseThrow(() -> refused("it writes no token that ends an answer"));
            if (!with.value().startsWith(before)
                    || !whole.value().startsWith(with.value().substring(0, end))) {
                throw refused(
                        "it writes answer " + (answers.size() + 1)
                                + " in another way when the conversation goes on, so which tokens are the assistant's is not certain");
            }
            answers.add(new int[] {before.length(), end});
        }
        return learned(whole, answers, tokenizer);
    }

    /** By the template's generation marks alone. */
    public static Learned byMarks(Text whole, Tokenizer tokenizer) {
        return learned(whole, whole.generated(), tokenizer);
    }

    /** A token is learned if any character of it is the assistant's. */
    private static Learned learned(Text whole, List<int[]> spans, Tokenizer tokenizer) {
        Tokenizer.Placed placed = tokenizer.encodePlaced(whole);
        List<int[]> points = spans.stream()
                .map(span -> new int[] {
                    whole.value().codePointCount(0, span[0]), whole.value().codePointCount(0, span[1])
                })
                .toList();
        List<Boolean> learned = new ArrayList<>();
        int span = 0;
        for (int t = 0; t < placed.ids().size(); t++) {
            int start = placed.starts().get(t);
            int end = placed.ends().get(t);
            while (span < points.size() && points.get(span)[1] <= start) {
                span++;
            }
            learned.add(span < points.size() && end > points.get(span)[0]);
        }
        return new Learned(placed.ids(), learned);
    }

    /** Renders, with failures in words for people. */
    private Text rendered(List<Object> turns, Extras extras, boolean generationPrompt) {
        try {
            return render(turns, extras, generationPrompt);
        } catch (TemplateError e) {
            if (e.why() == TemplateError.Cause.RAISED) {
                throw new RunFailure(REFUSED, "The chat template refuses this conversation: " + e.message(), e);
            }
            throw new RunFailure(
                    REFUSED,
                    "The chat template (" + file + ", line " + e.line() + ") fails for this conversation: "
                            + e.message() + ".",
                    e);
        }
    }

    private RunFailure refused(String why) {
        return new RunFailure(
                REFUSED, "The chat template (" + file + ") can't be used for this conversation: " + why + ".");
    }

    void writeTo(ObjectNode tokenizerConfig) {
        writing.accept(tokenizerConfig);
    }

    Set<Integer> endsToName() {
        return endsToName;
    }

    @Override
    public String wireName() {
        return name;
    }

    @Override
    public String described() {
        return name.equals(OF_THE_MODEL) ? "the model's own, " + file : "'" + name + "', " + file;
    }
}
