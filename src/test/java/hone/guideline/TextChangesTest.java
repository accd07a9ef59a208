package hone.guideline;

import static org.assertj.core.api.Assertions.assertThat;

import hone.guideline.TextChanges.Line;
import hone.guideline.TextChanges.Piece;
import hone.web.TextLimits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextChangesTest {
    @Test
    void equalTextsHaveNoChanges() {
        assertThat(TextChanges.between("a\nb", "a\nb").none()).isTrue();
    }

    @Test
    void wordsOfARewordedLineAreMarked() {
        assertThat(TextChanges.between("one two three", "one 2 three").lines())
                .containsExactly(
                        new Line(
                                "cut",
                                List.of(new Piece("one", false), new Piece(" two", true), new Piece(" three", false))),
                        new Line(
                                "add",
                                List.of(new Piece("one", false), new Piece(" 2", true), new Piece(" three", false))));
    }

    @Test
    void farAwayLinesAreLeftOut() {
        String before = IntStream.range(0, 20).mapToObj(Integer::toString).collect(Collectors.joining("\n"));

        List<Line> lines =
                TextChanges.between(before, before.replace("10\n", "10\nnew\n")).lines();

        assertThat(lines.stream()
                        .map(l -> l.kind() + " " + l.pieces().getFirst().text()))
                .containsExactly("gap …", "same 9", "same 10", "add new", "same 11", "same 12");
    }

    @Test
    void theLargestTextsThatAreAllowedDoNotTakeForEver() {
        String all = "a\n".repeat(GuidelineText.LINES_MAX);
        String other = "b\n".repeat(GuidelineText.LINES_MAX);
        String long1 = "x ".repeat(TextLimits.GUIDELINE / 2);
        String long2 = "y ".repeat(TextLimits.GUIDELINE / 2);

        assertThat(TextChanges.between(all, other).lines()).hasSize(2 * GuidelineText.LINES_MAX);
        assertThat(TextChanges.between(long1, long2).lines()).hasSize(2);
    }
}
