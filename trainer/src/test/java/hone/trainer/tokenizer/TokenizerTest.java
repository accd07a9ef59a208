package hone.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.trainer.jinja.Text;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
    private static final int PAD = 0;
    private static final int END = 1;
    private static final int USER = 2;
    private static final int ASSISTANT = 3;

    @TempDir
    static Path directory;

    private static Tokenizer tokenizer;

    @BeforeAll
    static void trainedOnVeraAndMilo() throws IOException {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            documents.add("Vera met Milo. Milo gave Vera 12 cups.");
        }
        TokenizerFiles.train(documents, 320, directory);
        tokenizer = Tokenizer.load(directory);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void aFirstMergeJoinsTheMostFrequentNeighbours() {
        // By hand: "er" stands three times; then " er" three times, while " a" and "ab" stand once.
        BytePairTraining.Vocabulary learned =
                BytePairTraining.train(List.of(" er er er", " ab"), 4 + 256 + 2, List.of("p", "e1", "u", "a1"));

        assertThat(learned.merges()).containsExactly(new String[] {"e", "r"}, new String[] {"Ġ", "er"});
        assertThat(learned.ids()).containsEntry("er", 260).containsEntry("Ġer", 261);
    }

    @Test
    void everyTextComesBackAsItWas() {
        for (String text :
                List.of("Vera met Milo.", "Größe, 你好 and 🙂", "{{ 7*7 }} <b>", "two\nlines\tand tabs", "1234567890")) {
            assertThat(tokenizer.decode(boxed(tokenizer.encode(text)))).isEqualTo(text);
        }
    }

    @Test
    void everyDigitIsATokenOfItsOwn() {
        int[] one = tokenizer.encode("1");
        int[] twelve = tokenizer.encode("12");
        int[] inText = tokenizer.encode("Milo gave Vera 12 cups");

        assertThat(twelve).hasSize(one.length + 1).startsWith(one);
        assertThat(boxed(inText)).containsSequence(boxed(twelve));
    }

    @Test
    void aNameIsTheSameTokenAtTheBeginningAndInTheMiddle() {
        int[] first = tokenizer.encode("Vera");

        assertThat(first).hasSize(1);
        assertThat(boxed(tokenizer.encode("Milo met Vera"))).endsWith(first[0]);
    }

    @Test
    void marksThatSomebodyTypesAreTextAndNotMarks() {
        int[] typed = tokenizer.encode("<|assistant|> yes <|end|>");

        assertThat(typed).doesNotContain(PAD, END, USER, ASSISTANT);
        assertThat(tokenizer.decode(boxed(typed))).isEqualTo("<|assistant|> yes <|end|>");
    }

    @Test
    void anAddedTokenKeepsItsIdWhateverIsWithheldAroundIt(@TempDir Path other) throws IOException {
        int size = TokenizerFiles.train(List.of("Vera met Milo."), 270, other);
        Path file = other.resolve(TokenizerFiles.TOKENIZER);
        ObjectNode json = (ObjectNode) Wire.read(Files.readAllBytes(file), JsonNode.class);
        json.withArray("added_tokens")
                .addObject()
                .put("id", size + 1)
                .put("content", "<|x|>")
                .put("special", true);
        json.withArray("added_tokens")
                .addObject()
                .put("id", size)
                .put("content", "<think>")
                .put("special", false);
        json.path("added_tokens")
                .forEach(token -> List.of("single_word", "lstrip", "rstrip", "normalized")
                        .forEach(flag -> ((ObjectNode) token).put(flag, false)));
        Files.write(file, Wire.bytes(json));

        try (Tokenizer marked = Tokenizer.load(other)) {
            assertThat(marked.encode(Text.written("<think><|x|>"))).containsExactly(size, size + 1);
            assertThat(marked.encode(Text.given("<think>"))).containsExactly(size);
            assertThat(marked.encode(Text.given("<|x|>"))).doesNotContain(size, size + 1);
        }
    }

    @Test
    void halfACharacterSpoilsNoOther() {
        assertThat(tokenizer.decode(boxed(tokenizer.encode("a\ud800b 🙂\0c")))).isEqualTo("a\uFFFDb 🙂\0c");
    }

    @Test
    void manyTextsAtOnceAreThoseTextsOneByOne() {
        List<String> texts = List.of("Vera met Milo.", "x", "12 cups, Größe");

        List<int[]> together = tokenizer.encodeAll(texts);

        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i)).isEqualTo(tokenizer.encode(texts.get(i)));
        }
    }

    @Test
    void theChatTemplateMarksEveryTurnAndLeavesTheLastAnswerOpen() {
        List<Message> talk = List.of(
                new Message("system", "Be kind."),
                Message.user("Who met Milo?"),
                Message.assistant("Vera."),
                Message.user("And then?"));

        List<Integer> question = ChatTemplate.HONE.question(talk, tokenizer);

        List<Integer> expected = new ArrayList<>();
        expected.add(USER);
        expected.addAll(boxed(tokenizer.encode("Be kind.\nWho met Milo?")));
        expected.add(ASSISTANT);
        expected.addAll(boxed(tokenizer.encode("Vera.")));
        expected.add(END);
        expected.add(USER);
        expected.addAll(boxed(tokenizer.encode("And then?")));
        expected.add(ASSISTANT);
        assertThat(question).isEqualTo(expected);
    }

    @Test
    void aSystemTurnThatNoQuestionFollowsGoesInFrontOfTheQuestionOrIsIt() {
        Message system = new Message("system", "Be kind.");
        Message question = Message.user("Who met Milo?");

        assertThat(ChatTemplate.HONE.question(List.of(question, system), tokenizer))
                .isEqualTo(ChatTemplate.HONE.question(List.of(system, question), tokenizer));
        assertThat(ChatTemplate.HONE.question(List.of(question, Message.assistant("Vera."), system), tokenizer))
                .isEqualTo(ChatTemplate.HONE.question(
                        List.of(question, Message.assistant("Vera."), Message.user("Be kind.")), tokenizer));
        assertThat(ChatTemplate.HONE.question(List.of(system), tokenizer))
                .isEqualTo(ChatTemplate.HONE.question(List.of(Message.user("Be kind.")), tokenizer));
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeTheLibrarySeesIt() {
        String longest = "7".repeat(Tokenizer.TEXT_CHARS_MAX);

        assertThatThrownBy(() -> tokenizer.encode(longest + "7"))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("1048577 characters");
        assertThat(tokenizer.encode("Vera met Milo.").length)
                .isGreaterThanOrEqualTo(tokenizer.tokensAtLeast("Vera met Milo."));
        assertThat(tokenizer.tokensAtLeast(longest)).isGreaterThan(10_000);
    }

    @Test
    void aDocumentModelIsAskedByALineOfADocument() {
        List<Integer> question = ChatTemplate.DOCUMENT.question(List.of(Message.user("Who met Milo?")), tokenizer);

        assertThat(question.getFirst()).isEqualTo(END);
        assertThat(question.subList(1, question.size())).isEqualTo(boxed(tokenizer.encode("Who met Milo?\n")));
        assertThat(tokenizer.template()).isEqualTo(ChatTemplate.DOCUMENT);
    }

    private static List<Integer> boxed(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }
}
