package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Markdown does, a reader sees every character of a text, or the effect that it stands for. */
class ShownWholeTest {
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
        assertThat(Missing.in(source)).isEmpty();
    }

    /** Printed seeds replay a failure. */
    @Test
    void everyCharacterOfRandomMarkdownIsSeenOrWhatItStandsFor() {
        for (int seed = 0; seed < 3_000; seed++) {
            String source = RandomMarkdown.of(seed);
            assertThat(Missing.in(source)).as("seed %s: %s", seed, source).isEmpty();
        }
    }

    @Test
    void theCheckFindsWhatAnOrdinaryRenderingHides() {
        assertThat(Missing.in("2*3*4", "<p>2<em>3</em>4</p>")).isNotEmpty();
        assertThat(Missing.in("\\[x\\]", "<p>[x]</p>")).isNotEmpty();
        assertThat(Missing.in("![a](b)", "<p></p>")).isNotEmpty();
        assertThat(Missing.in("3. x", "<ol><li>x</li></ol>")).isNotEmpty();
        assertThat(Missing.in("- 5", "<ul><li>5</li></ul>")).isNotEmpty();
        assertThat(Missing.in("ab", "<p>ba</p>")).isNotEmpty();
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
        assertThat(Missing.in(source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- 5", "x", "…", "\uD83D\uDC4D", "`a`", "    x", "# a", "![a](b) c", "$$"})
    void whatSaysSomethingHasNoRemark(String source) {
        assertThat(Markdown.written(source).bare()).isFalse();
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
}
