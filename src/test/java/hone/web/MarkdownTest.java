package hone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever people and models write can neither run nor load anything. */
class MarkdownTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=https://elsewhere.example/x.png onerror=alert(1)>",
                "![a picture](https://elsewhere.example/x.png)",
                "![a picture](data:image/svg+xml;base64,PHN2Zz4=)",
                "[a link](javascript:alert(1))",
                "[a link](JaVaScRiPt&#58;alert(1))",
                "[a link](data:text/html,<script>alert(1)</script>)",
                "[a link](vbscript:x)",
                "<a href='javascript:alert(1)'>x</a>",
                "<javascript:alert(1)>",
                "<iframe src=https://elsewhere.example></iframe>",
                "<style>body{display:none}</style>",
                "<p style='position:fixed'>x</p>",
                "<form action=https://elsewhere.example><input name=a></form>",
                "<svg/onload=alert(1)>",
                "`<script>alert(1)</script>`",
                "    <script>alert(1)</script>",
                "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
                "[x]: javascript:alert(1)\n\n[x]",
                "<details ontoggle=alert(1) open>"
            })
    void nothingRunsAndNothingIsLoaded(String hostile) {
        String html = Markdown.html(hostile);

        // Only tags count: what stands escaped is text.
        String tags = String.join(" ", html.split("(?<=>)[^<]*(?=<|$)"));
        assertThat(tags.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script", "<img", "<iframe", "<style", "<form", "<input", "<svg", "<details")
                .doesNotContain(
                        "javascript:", "vbscript:", "data:", "onerror=", "onload=", "ontoggle=", "style=", "src=");
    }

    @Test
    void aLinkOpensWithoutTellingWhereItCameFrom() {
        assertThat(Markdown.html("[Hone](https://example.org/a?b=c&d=e)"))
                .contains("href=\"https://example.org/a?b", "noopener", "noreferrer", "nofollow")
                .contains(">Hone</a>");
    }

    @Test
    void theUsualThingsLookAsMeant() {
        assertThat(Markdown.html(
                        "# One\n\n*two* **three** `four`\n\n- five\n\n> six\n\n| a | b |\n|---|---|\n| 7 | 8 |"))
                .contains(
                        "<h2>One</h2>",
                        "<em>two</em>",
                        "<strong>three</strong>",
                        "<code>four</code>",
                        "<div>five</div></li>")
                .contains("<blockquote>", "<td>7</td>");
    }

    @Test
    void rightToLeftTextAndLongWordsStayAsTheyAre() {
        String word = "ab".repeat(40);

        assertThat(Markdown.html("שלום עולם " + word)).contains("שלום עולם", word);
        assertThat(Markdown.html("مرحبا\u202Eabc")).contains("مرحبا");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"`", "*", "_", "[", "![", ">", "<", "~", "(", "\\", "| ", "- ", "[](", "**a", "<a", "&", "`a "})
    void aMegabyteOfMarksIsShownInBoundedTime(String mark) {
        String hostile = mark.repeat((1 << 20) / mark.length());

        // A guard against growth with the square of the length, which takes minutes here; not a measurement.
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Markdown.html(hostile));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "'',**a,''",
                "a,' \t',b",
                "'','``x><!--\n',''",
                "'','\\```\n&amp;|','`'",
                "'','- ',a",
                "[,*=éa*,*",
                "'','a\n',''"
            })
    void aMegabyteOfBeginningsWithoutAnEndIsShownInBoundedTime(String first, String repeated, String last) {
        String hostile = first + repeated.repeat((1 << 20) / repeated.length()) + last;

        // Each of these took minutes: one look at all that follows, or at all that went before, for each of them.
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Markdown.html(hostile));
    }

    @Test
    void longTablesOfNumbersAndTextsWithManyMarksAreStillMarkdown() {
        assertThat(Markdown.html("1 - 2. 3) ".repeat(200) + "**end**")).contains("<strong>end</strong>");
        assertThat(Markdown.html("*one* and `two`\n".repeat(3_000))).contains("<em>one</em>", "<code>two</code>");
        assertThat(Markdown.html("a < b\n\n".repeat(2_000) + "> c")).contains("<blockquote>");
    }

    @Test
    void emphasisNestedBeyondReasonIsShownAsItStands() {
        String hostile = "*".repeat(50_000) + "a" + "*".repeat(50_000) + "\n<b>";

        assertThat(Markdown.html(hostile))
                .startsWith("<pre class=\"typed\">***")
                .contains("&lt;b&gt;");
    }
}
