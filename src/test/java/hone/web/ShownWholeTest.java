package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever Markdown does, a reader sees every character of a text, or the effect that it stands for. The check knows nothing of
 * how pages are made: it takes the tags away and compares what is left with the source.
 */
class ShownWholeTest {
    /** Signs whose effect is seen instead, and the tags that show it; inside a word or a formula there is no emphasis. */
    private static final Map<String, String> SEEN_AS = Map.of(
            "*",
            "em strong",
            "_",
            "em strong",
            "`",
            "code",
            "#",
            "h2 h3 h4 h5 h6",
            "=",
            "h2 h3",
            ">",
            "blockquote",
            "|",
            "table",
            ":",
            "table",
            "-",
            "table h2 h3");

    private static final List<String> PIECES = List.of(
            "a",
            "word",
            "2",
            "3",
            "é",
            "字",
            " ",
            " ",
            "  ",
            "   ",
            "    ",
            "\n",
            "\n",
            "\n\n",
            "\t",
            "*",
            "**",
            "***",
            "_",
            "__",
            "`",
            "``",
            "```",
            "~~~",
            "#",
            "## ",
            "- ",
            "+ ",
            "* ",
            "1. ",
            "7) ",
            "> ",
            ">",
            "|",
            "| a | b |\n|---|---|\n| c | d |",
            "|---|:-:|",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](x)",
            "](http://e.org \"t\")",
            "[n]: http://e.org",
            "[n]",
            "<",
            ">",
            "<b>",
            "</b>",
            "<!-- c -->",
            "<http://e.org>",
            "&amp;",
            "&copy;",
            "&#35;",
            "&",
            "\\",
            "\\*",
            "\\[",
            "\\]",
            "\\\n",
            "$x_1$",
            "=",
            "===",
            "---",
            "***",
            "\u200B",
            "\u00A0",
            "\u202E",
            "\"",
            "'",
            "!",
            ".",
            ",",
            "x**2",
            "2*3*4",
            "\uD83D\uDC4D");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2*3*4 = 24",
                "x**2 + y**2",
                "(2*x)*y*(z)",
                "a * b * c",
                "5 *3* 2",
                "snake_case_name",
                "_one_ *two* __three__",
                "![a kite](https://example.com/k.png)",
                "[n]: https://example.com",
                "[x][n]\n\n[n]: https://example.com 'title'",
                "- 5",
                "# 5",
                "> 5",
                "1986. A great year\n3. y\n9. z",
                "5) x\n7) y",
                "#",
                "-",
                "```\n```",
                "```java\nint i;\n```",
                "~~~\nopen",
                "\\[\\int_0^1 x\\,dx\\]",
                "\\begin{matrix} 1 & 2 \\\\ 3 & 4 \\end{matrix}",
                "$a*b*c$ and \\(x\\)",
                "a\\\nb",
                "a  \nb",
                "&lt;b&gt; &amp; &copy; &#35;",
                "<b>bold</b> <!-- gone --> <br/>",
                "<div>\nx\n</div>",
                "<!-- c -->",
                "[words](https://e.org/a_b_c \"a title\")",
                "[a](javascript:x)",
                "[](http://e.org)",
                "<http://e.org/x*y*z>",
                "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
                "| a \\| b |\n|---|\n| `c|d` |",
                "Title\n=====\ntext\n---",
                "# Title #",
                "***",
                "> *a\n> b* c\nlazy",
                "- a\n  - b\n\n    c\n- d",
                "    code\n      more  \n\n    end",
                "`` a`b `` and `c`",
                "***both***",
                "**Note:** well, *quietly*.",
                "a [b *c* d](https://e.org) e",
                "![*i*](x)",
                "\\",
                "$",
                "\uD83D\uDC4D",
                "* * *",
                "1.",
                ">",
                "a\n\n\n\nb",
                "\tx",
                "```",
                "`a",
                "a&nbsp;b",
                "[^1]: note",
                "- [ ] todo\n- [x] done",
                "~~gone~~",
                "line\r\nline\rline"
            })
    void everyCharacterIsSeenOrWhatItStandsFor(String source) {
        assertThat(missing(source)).isEmpty();
    }

    /** Printed seeds replay a failure. */
    @Test
    void everyCharacterOfRandomMarkdownIsSeenOrWhatItStandsFor() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                source.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            assertThat(missing(source.toString()))
                    .as("seed %s: %s", seed, source)
                    .isEmpty();
        }
    }

    @Test
    void theCheckFindsWhatAnOrdinaryRenderingHides() {
        assertThat(missing("2*3*4", "<p>2<em>3</em>4</p>")).isNotEmpty();
        assertThat(missing("\\[x\\]", "<p>[x]</p>")).isNotEmpty();
        assertThat(missing("![a](b)", "<p></p>")).isNotEmpty();
        assertThat(missing("3. x", "<ol><li>x</li></ol>")).isNotEmpty();
        assertThat(missing("- 5", "<ul><li>5</li></ul>")).isNotEmpty();
        assertThat(missing("ab", "<p>ba</p>")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "-",
                "```\n```",
                "![a](b)",
                "[n]: https://example.com",
                "<!-- c -->",
                "   ",
                "\n",
                "***",
                "\u200B",
                ""
            })
    void whatLooksEmptyIsShownAsItWasTyped(String source) {
        assertThat(Markdown.written(source).bare()).isTrue();
        assertThat(missing(source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- 5", "x", "…", "\uD83D\uDC4D", "`a`", "    x", "# a", "![a](b) c", "$$"})
    void whatSaysSomethingHasNoRemark(String source) {
        assertThat(Markdown.written(source).bare()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {
                "\"same \",\"␣\"",
                "\"a  \n b\",\"␣␣\"",
                "\" a\",\"␣\"",
                "\"a\n\",\"↵\"",
                "\"a\u00A0b\",\"⍽\"",
                "\"a\u200Bb\",\"ZWSP\"",
                "\"a\u202Eb\",\"RLO\"",
                "\"a\tb\",\"⇥\"",
                "\"a\u0007b\",\"U+0007\"",
                "\"a          \",\"␣×10\"",
                "\"# a \",\"␣\"",
                "\"| a |\n|---|\n| \u200B |\",\"ZWSP\""
            })
    void whatNobodyCouldSeeHasASign(String source, String sign) {
        assertThat(Markdown.html(source).replace("&#43;", "+")).contains("data-mark=\"" + sign + "\"");
        assertThat(MarkedText.html(source)).contains("data-mark=\"");
    }

    @Test
    void joinersInsideEmojiAndWordsAreNotMarked() {
        assertThat(MarkedText.html("\uD83D\uDC68\u200D\uD83D\uDC69 می\u200Cخواهم ❤\uFE0F"))
                .doesNotContain("data-mark");
        assertThat(MarkedText.html("a\u200Db")).contains("ZWJ");
    }

    @Test
    void emphasisAroundWordsIsStillEmphasis() {
        assertThat(Markdown.html("a *b c* (**d**), “*e*”."))
                .contains("<em>b c</em>", "<strong>d</strong>", "<em>e</em>");
        assertThat(Markdown.html("2*3*4 x**2 + y**2 *5*")).doesNotContain("<em>", "<strong>");
    }

    @Test
    void headingsStandBelowThePagesOwnAndLeaveNoStepOut() {
        assertThat(Markdown.html("### a\n# b\n### c\n###### d"))
                .contains("<h2>a</h2>", "<h2>b</h2>", "<h3>c</h3>", "<h4>d</h4>");
    }

    @Test
    void theTextOfARawViewIsTheTextItself() {
        String source = "a  \n\tb \u200B<&>\"\n\n";

        assertThat(text(MarkedText.html(source))).isEqualTo(source);
    }

    /** What of a text its page does not show; empty when all is there. */
    private static String missing(String source) {
        return missing(source, Markdown.html(source));
    }

    private static String missing(String source, String html) {
        List<Integer> wanted = visible(source);
        List<Integer> got = visible(text(html));
        int at = 0;
        List<Integer> left = new ArrayList<>();
        // The page's characters stand in the source in the same order; whatever is passed over is missing.
        for (int character : got) {
            while (at < wanted.size() && wanted.get(at) != character) {
                left.add(wanted.get(at++));
            }
            if (at == wanted.size()) {
                return "shows what is not there, or in another order: " + Character.toString(character) + " in " + html;
            }
            at++;
        }
        left.addAll(wanted.subList(at, wanted.size()));
        Map<String, Integer> counts = new TreeMap<>();
        left.forEach(c -> counts.merge(Character.toString(c), 1, Integer::sum));
        StringBuilder missing = new StringBuilder();
        counts.forEach((sign, count) -> {
            if (SEEN_AS.getOrDefault(sign, "").isEmpty() || !accounted(sign, count, html)) {
                missing.append(count).append(" × ").append(sign).append(" in ").append(html);
            }
        });
        return missing.toString();
    }

    private static boolean accounted(String sign, int count, String html) {
        int tags = 0;
        for (String tag : SEEN_AS.getOrDefault(sign, "").split(" ")) {
            Matcher found = Pattern.compile((tag.matches("em|strong") ? "(?<![\\p{L}\\p{N}])<" : "<") + tag + ">")
                    .matcher(html);
            while (found.find()) {
                tags++;
            }
        }
        return switch (sign) {
            case "*", "_" -> count <= 4 * tags;
            case "#" -> count <= 6 * tags;
            default -> tags > 0;
        };
    }

    private static List<Integer> visible(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isISOControl(c) && !Character.isSpaceChar(c))
                .boxed()
                .toList();
    }

    private static String text(String html) {
        return Pattern.compile("&(#x?[0-9a-f]+|lt|gt|amp);")
                .matcher(html.replaceAll("<[^>]*>", ""))
                .replaceAll(entity -> Matcher.quoteReplacement(character(entity.group(1))));
    }

    private static String character(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            default ->
                Character.toString(
                        name.startsWith("#x")
                                ? Integer.parseInt(name.substring(2), 16)
                                : Integer.parseInt(name.substring(1)));
        };
    }
}
