package hone.guideline;

import static org.assertj.core.api.Assertions.assertThat;

import hone.guideline.Rules.Example;
import hone.guideline.Rules.Prose;
import hone.guideline.Rules.Rule;
import hone.kind.WorkKind;
import hone.web.TextLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    @Test
    void aTextCitesTheRulesWhoseIdsStandInItAsWords() {
        Rules rules = Rules.of("### K1 Answer first\nText.\n\n### K12 End kindly\nText.\n\n### AB3 Say why\nText.\n");

        assertThat(rules.citedIn("Read K12 again (and AB3): k1, XK1 and K9 are no rules."))
                .extracting(Rule::id)
                .containsExactly("K12", "AB3");
        assertThat(Rules.mayCite("Read K12 again.")).isTrue();
        assertThat(Rules.mayCite("Read it again, in 2026; k1, OK.")).isFalse();
        assertThat(rules.citedIn("")).isEmpty();
    }

    @Test
    void headingsWithAnIdBecomeRulesWithTextAndExamples() {
        Rules rules = Rules.of("""
                Intro.

                ## First
                ### K1 Answer the request first
                Whatever ignores it loses.

                > good: The right person.
                > bad: Somebody else.

                ### K2: Let it end kindly
                Someone helps.
                ## Then
                The end.
                """);

        assertThat(rules.parts())
                .containsExactly(
                        new Prose("Intro.\n\n## First"),
                        new Rule(
                                "K1",
                                "Answer the request first",
                                "Whatever ignores it loses.",
                                java.util.List.of(
                                        new Example(true, "The right person."), new Example(false, "Somebody else."))),
                        new Rule("K2", "Let it end kindly", "Someone helps.", java.util.List.of()),
                        new Prose("## Then\nThe end."));
        assertThat(rules.ids()).containsExactly("K1", "K2");
        assertThat(rules.problems()).isEmpty();
    }

    @Test
    void anIdThatComesTwiceIsToldAndStaysProse() {
        Rules rules = Rules.of("### K1 One\na\n### K1 Again\nb");

        assertThat(rules.ids()).containsExactly("K1");
        assertThat(rules.problems()).hasSize(1).first().asString().contains("K1", "twice");
    }

    @Test
    void theIntroductionIsWhatStandsBeforeTheFirstRule() {
        assertThat(Rules.of("Read both.\n\n## Deciding\n### K1 a\nb\n# After\nc")
                        .intro())
                .isEqualTo("Read both.\n\n## Deciding");
        assertThat(Rules.of("### K1 a\nb").intro()).isEmpty();
    }

    @Test
    void rulesThatSomebodyHasNotReadAreNewOrChanged() {
        Rules.News news = Rules.of("### K1 a\nb\n### K2 c\nother words\n### K3 e\nf")
                .since(Rules.of("intro\n### K2 c\nd\n### K1 a\nb\n### K9 gone"));

        assertThat(news).isEqualTo(new Rules.News(List.of("K3"), List.of("K2")));
    }

    @Test
    void codeIsNeverARule() {
        assertThat(Rules.of("```\n### K1 Not a rule\n```\n").ids()).isEmpty();
        assertThat(Rules.of("### No id here\ntext").ids()).isEmpty();
        assertThat(Rules.of("").parts()).isEmpty();
    }

    /** One a kind of work; the demo has its own of some. */
    static Stream<String> shipped() {
        return WorkKind.names().stream()
                .flatMap(kind -> Stream.of(kind, "kind-endings/" + kind))
                .filter(file -> !file.contains("/")
                        || RulesTest.class.getResource("/labeling-guidelines/" + file + ".md") != null);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedFileHasRulesThatCanBeCited(String kind) throws IOException {
        try (InputStream file = RulesTest.class.getResourceAsStream("/labeling-guidelines/" + kind + ".md")) {
            assertThat(file).isNotNull();
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(Rules.of(text).ids()).hasSizeBetween(4, 9);
            assertThat(Rules.of(text).problems()).isEmpty();
            assertThat(Rules.of(text).all())
                    .allSatisfy(rule -> assertThat(rule.text()).isNotBlank());
            assertThat(text.length()).isLessThan(TextLimits.GUIDELINE);
        }
    }
}
