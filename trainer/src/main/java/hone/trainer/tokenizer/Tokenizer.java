package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.jinja.Text;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Text to token ids and back. Special tokens are never produced from somebody's text: whoever types {@code <|assistant|>} gets
 * those characters, not the mark. Only where a template wrote it, to the last character, does it become one.
 *
 * <p>A text with marks is cut at them, as the tokenizers library does, and the pieces are encoded one by one.
 */
public final class Tokenizer implements AutoCloseable {
    /** Of one text. */
    public static final int TEXT_CHARS_MAX = NativeTokenizer.TEXT_CHARS_MAX;

    private final Path directory;
    private final NativeTokenizer library;
    private final AddedTokens added;
    private final Surroundings surroundings;
    private final TokenizerConfig config;
    private final SpecialIds ids;
    private final LongestToken longest;
    private final ModelTemplates templates;
    private final Marks marks;
    private final PieceEncoder pieces;

    private Tokenizer(Path directory, ObjectNode file, TokenizerConfig config) {
        this.directory = directory;
        this.config = config;
        this.ids = SpecialIds.of(file, config, NamedIds.read(directory));
        this.added = AddedTokens.of(file);
        this.surroundings = Surroundings.of(file.path("post_processor"));
        this.longest = LongestToken.of(file);
        PieceEncoder.Spaces spaces = PieceEncoder.Spaces.of(file);
        this.templates = ModelTemplates.of(directory, config);
        this.marks = Marks.of(file, ids);
        KnownParts.require(file);
        LibraryFile.withhold(file);
        this.library = NativeTokenizer.of(file);
        this.pieces = new PieceEncoder(directory, library, added, marks, spaces);
    }

    /** Reads {@code tokenizer.json} and {@code tokenizer_config.json} of a model directory, or GPT-2's two older files. */
    public static Tokenizer load(Path directory) {
        return new Tokenizer(directory, LibraryFile.read(directory), TokenizerConfig.read(directory));
    }

    /** A lower bound on the number of a text's tokens, without tokenizing it. */
    public int tokensAtLeast(String text) {
        return longest.tokensAtLeast(text);
    }

    /** Somebody's text: whatever it spells, no special token comes out. */
    public int[] encode(String text) {
        return encodeAll(List.of(text)).getFirst();
    }

    public List<int[]> encodeAll(List<String> texts) {
        return marks.absentFrom(library.encodeAll(texts, config.spaceInFront() ? " " : ""));
    }

    /** What a template wrote: its special tokens become ids, what it was given stays text. */
    public List<Integer> encode(Text text) {
        return pieces.encode(text, true);
    }

    /** The same for a text that goes on where another ended. */
    List<Integer> encodeContinuing(Text text) {
        return pieces.encode(text, false);
    }

    /** @param starts of each token, in code points of the text, and {@code ends} likewise */
    public record Placed(List<Integer> ids, List<Integer> starts, List<Integer> ends) {}

    /** Ids, and which part of the text each stands for. */
    public Placed encodePlaced(Text text) {
        return pieces.encodePlaced(text);
    }

    /**
     * A text that begins a document, with what the tokenizer puts around one; of no text at all it is the beginning alone.
     * Tokenizers of Hone's own begin every document with their end token.
     */
    public List<Integer> document(Text text) {
        if (isHones()) {
            List<Integer> all = new ArrayList<>(List.of(beginId()));
            all.addAll(boxed(encode(text.value())));
            return all;
        }
        List<Integer> around = surrounded(text);
        return around.isEmpty() ? List.of(beginId()) : around;
    }

    /** A text with the special tokens that the tokenizer puts around one. */
    public List<Integer> surrounded(Text text) {
        return surroundings.around(encode(text));
    }

    boolean isHones() {
        return config.isHones();
    }

    /** The text of ids, without special tokens. The space in front of the first word is removed, and so are trailing spaces. */
    public String decode(List<Integer> all) {
        long[] plain = all.stream()
                .filter(id -> !ids.isSpecial(id))
                .mapToLong(Integer::longValue)
                .toArray();
        String text = library.decode(plain);
        return config.spaceInFront() ? text.strip() : text;
    }

    /** The text of ids with special tokens shown. */
    public String decodeAll(List<Integer> all) {
        return library.decode(all.stream().mapToLong(Integer::longValue).toArray());
    }

    private static List<Integer> boxed(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    /** Whether the template could write this as a special token. */
    boolean knowsMark(String content) {
        List<AddedTokens.Found> found = added.in(Text.written(content));
        return found.size() == 1
                && found.getFirst().end() == content.length()
                && found.getFirst().start() == 0;
    }

    boolean isMark(int id) {
        return marks.ids().contains(id);
    }

    /** The special tokens that the template wrote into a text. */
    List<AddedTokens.Found> marks(Text text) {
        return added.in(text);
    }

    /** The number of tokens, including special ones: every id is below it. */
    public int size() {
        return ids.size();
    }

    /** What fills short rows and is never read: any row of the embedding will do if the tokenizer names none. */
    public int padId() {
        return ids.pad().orElse(0);
    }

    /** The padding that the tokenizer names. */
    Optional<ClassifierPadding.Mark> padding() {
        return config.padToken()
                .filter(content -> ids.pad().isPresent())
                .map(content -> new ClassifierPadding.Mark(content, ids.pad().getAsInt()));
    }

    List<ClassifierPadding.Mark> specialTokens() {
        return added.all();
    }

    /** Where its files are. */
    public Path directory() {
        return directory;
    }

    /** Marks that no answer may contain: the padding, if it is a mark and not a word that models use. */
    public Set<Integer> forbiddenInAnswers() {
        return ids.forbiddenInAnswers();
    }

    /** What ends a document and an answer. */
    public int endId() {
        return ids.end()
                .orElseThrow(() -> new RunFailure(
                        "unknown-model", "The tokenizer names no eos_token, and no config names an eos_token_id."));
    }

    /** Everything that ends an answer: the tokenizer's own end token, and what the model's files name. */
    public Set<Integer> endIds() {
        endId();
        return ids.ends();
    }

    /** What a document begins with. */
    public int beginId() {
        return ids.begin().orElseGet(this::endId);
    }

    public int userId() {
        return mark(ids.user(), "hone_user_token");
    }

    public int assistantId() {
        return mark(ids.assistant(), "hone_assistant_token");
    }

    /** Whether the tokenizer knows the marks of the chat template {@code hone}. */
    public boolean hasChatMarks() {
        return ids.user().isPresent() && ids.assistant().isPresent();
    }

    /** A warning to show wherever this model is used, if it brings a template that is not the one it is asked in. */
    public Optional<String> unusedTemplate() {
        return templates.unused();
    }

    /** The same for a directory whose tokenizer has not been loaded. */
    public static Optional<String> unusedTemplate(Path directory) {
        return ModelTemplates.of(directory, TokenizerConfig.read(directory)).unused();
    }

    /** The template that this model was trained with; a model that names none is prompted in document form. */
    public ChatTemplate template() {
        return templates.chosen();
    }

    ModelTemplates templates() {
        return templates;
    }

    private static int mark(OptionalInt id, String field) {
        return id.orElseThrow(() -> new RunFailure(
                "unknown-model",
                "The chat template 'hone' needs " + field
                        + " in tokenizer_config.json, which is not there; 'auto' is what the model was trained in."));
    }

    @Override
    public void close() {
        library.close();
        pieces.close();
    }
}
