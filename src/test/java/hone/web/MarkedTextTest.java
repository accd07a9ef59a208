package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody could see has a sign beside it, and what is copied is still what was written. */
class MarkedTextTest {
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
    void theTextOfARawViewIsTheTextItself() {
        String source = "a  \n\tb \u200B<&>\"\n\n";

        assertThat(Missing.text(MarkedText.html(source))).isEqualTo(source);
    }
}
