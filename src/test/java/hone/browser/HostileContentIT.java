package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import hone.kind.WorkKind;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing in a message can run, load or open anything, and none breaks the page. {@link Visitor#complaints} watches too. */
@InTheBrowser
class HostileContentIT {
    private static final String SCRIPTS = """
            <script>alert('ran')</script><img src=x onerror="alert('ran')"><svg onload=alert(1)>
            <iframe src="https://example.org/frame"></iframe><style>body{display:none}</style>

            ![picture](https://example.org/picture.png) [press me](javascript:alert('ran'))
            [data](data:text/html,<script>alert(1)</script>) [outside](https://example.org/page)
            <form action="https://example.org"><button>Send</button></form><base href="https://example.org/">
            """;
    private static final String SHAPES = """
            Right to left: مرحبا بالعالم، هذه قصة عن طائرة ورقية ضاعت. \u202Eevil\u202C

            %s

            ```java
            public static void main(String[] args) { System.out.println("a line of code that is far longer than any screen is wide, and goes on and on and on and on"); }
            ```

            | a | b | c |
            |---|---|---|
            | %s | 2 | 3 |
            """.formatted(
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "x".repeat(120));

    @Test
    void nothingRunsAndNothingIsLoadedFromElsewhere(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Prompt " + SCRIPTS, "One " + SCRIPTS, "Two " + SHAPES);
        Visitor lena = hone.visit("lena");

        lena.go(place.at("/work/comparison"));
        lena.press("d", "d", "v", "v");

        assertThat(lena.page()
                        .locator(".prose script, .prose img, .prose iframe, .prose svg, .prose form, .prose style"))
                .hasCount(0);
        assertThat(lena.page().locator("a[href^='javascript'], a[href^='data'], [onerror], [onload]"))
                .hasCount(0);
        assertThat(lena.page()
                        .locator(".prose a[href='https://example.org/page']")
                        .first())
                .hasAttribute("rel", Pattern.compile("noopener.*noreferrer|noreferrer.*noopener"));
        assertThat(lena.page().locator("body")).isVisible();
        assertThat(lena.complaints()).isEmpty();
    }

    /** What Markdown would hide or change is seen; the prompt has a raw view too, and the choice of it stays. */
    @Test
    void answersAndPromptsAreShownWhole(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena")
                .asks("Show \\[x\\] it", "![a kite](https://example.com/k.png)", "2*3*4 = 24 ")
                .asks("- 5", "- 5", "#");
        Visitor lena = place.opens("lena", "comparison");

        assertThat(lena.page().locator(".context .prose").first()).containsText("\\[x\\]");
        assertThat(lena.page().locator(".answers")).containsText("![a kite](https://example.com/k.png)");
        assertThat(lena.page().locator(".answers")).containsText("2*3*4 = 24");
        assertThat(lena.page().locator(".answers .remark")).containsText("Only marks, no words");
        assertThat(lena.page().locator(".answers .prose .odd")).hasAttribute("data-mark", "␣");

        lena.press("v");
        assertThat(lena.page().locator(".context .raw").first()).isVisible();
        assertThat(lena.page().locator(".context .prose").first()).isHidden();
        assertThat(lena.button("Raw text")).hasAttribute("aria-pressed", "true");
        lena.press("1");
        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.page().locator(".context .raw").first()).isVisible();
        lena.press("v");
        assertThat(lena.page().locator(".answers")).containsText("5");
        assertThat(lena.page().locator(".answers")).containsText("#");
        assertThat(lena.page().locator(".answers .sign")).hasText("-");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 1280})
    void oddTextsNeverMakeThePageScrollSideways(int width, RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena")
                .asksEveryKind()
                .asks("Prompt " + SHAPES, "One " + SHAPES, "Two " + SCRIPTS)
                .asksForARanking(
                        "Rank " + SHAPES, "One " + SHAPES, "Two " + SHAPES, "Three " + SHAPES, "Four " + SHAPES)
                .asks("Correct " + SHAPES, "One " + SHAPES)
                .asks("Write " + SHAPES);
        Visitor lena = hone.visit("lena", new Screen(width, 844, false, "en-GB"));

        for (String kind : WorkKind.names()) {
            lena.go(place.at("/work/" + kind));
            assertThat(lena.path()).startsWith("/work/");
            assertThat(PageRules.brokenBy(lena)).as(kind + " at " + width).isEmpty();
        }
    }
}
