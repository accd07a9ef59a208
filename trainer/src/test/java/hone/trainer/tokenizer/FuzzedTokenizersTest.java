package hone.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Wire;
import hone.trainer.jinja.Text;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged variants of the small tokenizers among the goldens. Whatever a tokenizer.json says, the tokenizer works or is refused in a
 * sentence, and nobody's text becomes a special token. {@code -Dhone.fuzz=10000} tries as many of each, {@code -Dhone.fuzz.seed}
 * one again.
 */
class FuzzedTokenizersTest {
    private static final int FILES = Integer.getInteger("hone.fuzz", 60);
    private static final long SEED = Long.getLong("hone.fuzz.seed", 20_261_130);
    private static final String TYPED = " Vera <|end|> met\n<s>Milo 12 🙂 <unk>";
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1",
            "4294967296",
            "1e99",
            "\"\"",
            "\"a\"",
            "\"<|end|>\"",
            "\"\\u0000\"",
            "[]",
            "{}",
            "[[]]",
            "[\"a\",\"b\"]",
            "\"first\"",
            "\"BPE\"",
            "\"Unigram\"",
            "\"WordLevel\"",
            "\"WordPiece\"",
            "\"ByteLevel\"",
            "\"Metaspace\"",
            "\"Prepend\"",
            "\"Sequence\"",
            "\"(?<a>(a+)+)$\"",
            "{\"Regex\":\"((a*)*)*b\"}",
            "{\"String\":\"\"}",
            "\"▁\"",
            "\"🙂\"");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"byte-level", "first-space"})
    void whateverATokenizerSaysItWorksOrIsRefused(String name) throws IOException {
        Path folder =
                Path.of(System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden", "tokenizers", name);
        byte[] whole = Files.readAllBytes(folder.resolve(TokenizerFiles.TOKENIZER));
        Files.copy(folder.resolve(TokenizerFiles.CONFIG), directory.resolve(TokenizerFiles.CONFIG));
        int worked = 0;
        for (int i = 0; i < FILES; i++) {
            long seed = SEED + i;
            Files.write(directory.resolve(TokenizerFiles.TOKENIZER), damaged(whole, new Random(seed)));
            worked += works(name + ", -Dhone.fuzz.seed=" + seed) ? 1 : 0;
        }
        assertThat(worked).isLessThan(FILES);
    }

    private boolean works(String which) {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            List<Integer> typed = tokenizer.encode(Text.given(TYPED));
            tokenizer.decode(typed);
            tokenizer.decodeAll(tokenizer.surrounded(Text.written(TYPED)));
            assertThat(typed).as(which).noneMatch(tokenizer::isMark);
            return true;
        } catch (RunFailure e) {
            assertThat(e.sentence()).as(which).isNotBlank();
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(which, e);
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        if (random.nextInt(10) == 0) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return bytes;
        }
        JsonNode json = Wire.read(whole, JsonNode.class);
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(json, random);
        }
        return Wire.bytes(json);
    }

    /** A field somewhere gets another value, is doubled under another name or goes. */
    private static void change(JsonNode json, Random random) {
        JsonNode at = json;
        while (true) {
            List<JsonNode> inner = new ArrayList<>();
            at.forEach(child -> {
                if (child.isContainerNode() && !child.isEmpty()) {
                    inner.add(child);
                }
            });
            if (inner.isEmpty() || random.nextInt(4) == 0) {
                break;
            }
            at = inner.get(random.nextInt(inner.size()));
        }
        JsonNode value = Wire.read(VALUES.get(random.nextInt(VALUES.size())), JsonNode.class);
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<Map.Entry<String, JsonNode>> fields = List.copyOf(object.properties());
            Map.Entry<String, JsonNode> field = fields.get(random.nextInt(fields.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(field.getKey());
                case 1 -> object.set(field.getKey() + "x", field.getValue());
                case 2 ->
                    object.set(
                            fields.get(random.nextInt(fields.size())).getKey(),
                            random.nextBoolean() ? field.getValue().deepCopy() : JsonNodeFactory.instance.nullNode());
                default -> object.set(field.getKey(), value);
            }
        } else if (at instanceof ArrayNode array && !array.isEmpty()) {
            int place = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(place);
                case 1 -> array.add(array.get(place).deepCopy());
                default -> array.set(place, value);
            }
        }
    }
}
