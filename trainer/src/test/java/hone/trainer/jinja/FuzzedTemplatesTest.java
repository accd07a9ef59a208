package hone.trainer.jinja;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged variants of each template among the goldens. Whatever a template is, it is rendered within its limits or refused: nothing
 * else is thrown. A template comes again by its seed, which stands in the failure: {@code -Dhone.fuzz.seed}; {@code
 * -Dhone.fuzz=10000} tries as many of each.
 */
class FuzzedTemplatesTest {
    private static final int TEMPLATES = Integer.getInteger("hone.fuzz", 200);
    private static final long SEED = Long.getLong("hone.fuzz.seed", 20_261_129);
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-05T07:08:09Z");
    /** Smaller than usual: a fuzzer finds every loop in a loop. */
    private static final Budget.Limits LIMITS = new Budget.Limits(200_000, 1 << 22, 600);

    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            "+",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "|",
            ".",
            ",",
            ":",
            "=",
            "==",
            "~",
            "*",
            "**",
            "//",
            "%",
            "<",
            "not ",
            " in ",
            " is ",
            " if ",
            " else ",
            "for x in messages",
            "endfor",
            "endif",
            "set ",
            "ns",
            "namespace()",
            "messages",
            "loop.index",
            "loop.cycle()",
            "range(99999)",
            "break",
            "continue",
            "macro m(a, b=m())",
            "endmacro",
            "m()",
            "call m()",
            "endcall",
            "caller()",
            "generation",
            "endgeneration",
            "raw",
            "endraw",
            "none",
            "true",
            "9223372036854775807",
            "-1",
            "1e308",
            "0x",
            "[::-1]",
            "[-1:]",
            "🙂",
            "\ud800",
            "\0",
            "| map('map')",
            "| map(attribute='role')",
            "| selectattr('role')",
            "| join",
            "| tojson",
            "| list",
            "| sort",
            "| replace('', 'x' * 99)",
            "| format(1)",
            "| groupby('a')",
            "| batch(0)",
            "| default(",
            ".split('')",
            ".strip(1)",
            ".format(",
            "'%s' % ",
            " * 99999",
            "strftime_now('%q')",
            "raise_exception(",
            "dict(a=1)",
            "joiner()",
            "with a=1",
            "endwith",
            "filter upper",
            "endfilter");

    @ParameterizedTest
    @ValueSource(strings = {"loops", "values", "filters", "marks"})
    void whateverATemplateIsItIsRenderedOrRefused(String name) {
        Path folder = Path.of(System.getProperty("hone.root", ".."), "trainer", "src", "test", "golden", "templates");
        String source = read(folder.resolve(name + ".jinja"));
        for (int i = 0; i < TEMPLATES; i++) {
            long seed = SEED + i;
            assertThatCode(() -> render(damaged(source, new Random(seed))))
                    .as("%s, -Dhone.fuzz.seed=%d", name, seed)
                    .satisfiesAnyOf(
                            code -> org.assertj.core.api.Assertions.assertThat(code)
                                    .isNull(),
                            code -> org.assertj.core.api.Assertions.assertThat(code)
                                    .isInstanceOf(TemplateError.class));
        }
    }

    private static void render(String template) {
        List<Object> messages = new ArrayList<>();
        for (String role : List.of("system", "user", "assistant")) {
            Map<Object, Object> message = new LinkedHashMap<>();
            message.put(Text.written("role"), Text.written(role));
            message.put(Text.written("content"), Text.given(role + " says <|end|> 🙂 {{ 7*7 }}"));
            messages.add(message);
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", messages);
        variables.put("bos_token", Text.written("<s>"));
        variables.put("add_generation_prompt", true);
        Template.parse(template).render(variables, NOW, LIMITS);
    }

    /** A few pieces put in, cut out, doubled or moved. */
    private static String damaged(String source, Random random) {
        StringBuilder text = new StringBuilder(source);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, to);
                case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, to));
                default -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
