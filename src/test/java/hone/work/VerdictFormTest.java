package hone.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hone.Servers;
import hone.guideline.Rules;
import hone.judgment.Degree;
import hone.judgment.Fields;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.web.Invalid;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class VerdictFormTest {
    private static final Rules NO_RULES = Rules.of("");

    private final Assignment.Shown a = new Assignment.Shown(UUID.randomUUID(), "It is 17.", Optional.empty());
    private final Assignment.Shown b = new Assignment.Shown(UUID.randomUUID(), "It is 7.", Optional.empty());
    private final Assignment.Shown c = new Assignment.Shown(UUID.randomUUID(), "It is 5.", Optional.empty());

    @Test
    void everyStepOfTheScaleNamesTheAnswerThatStoodThere() {
        assertThat(compared("a3")).isEqualTo(new Verdict.Preferred(a.id(), b.id(), Degree.MUCH));
        assertThat(compared("a2")).isEqualTo(new Verdict.Preferred(a.id(), b.id(), Degree.BETTER));
        assertThat(compared("a1")).isEqualTo(new Verdict.Preferred(a.id(), b.id(), Degree.SLIGHTLY));
        assertThat(compared("tie")).isEqualTo(new Verdict.Tied(a.id(), b.id()));
        assertThat(compared("b1")).isEqualTo(new Verdict.Preferred(b.id(), a.id(), Degree.SLIGHTLY));
        assertThat(compared("b2")).isEqualTo(new Verdict.Preferred(b.id(), a.id(), Degree.BETTER));
        assertThat(compared("b3")).isEqualTo(new Verdict.Preferred(b.id(), a.id(), Degree.MUCH));
        assertThat(compared("bad")).isEqualTo(new Verdict.BothBad(a.id(), b.id()));
    }

    @Test
    void gapsBetweenRanksMeanNothing() {
        assertThat(ranked("3", "1", "3"))
                .isEqualTo(new Verdict.Ranking(List.of(List.of(b.id()), List.of(a.id(), c.id()))));
    }

    @Test
    void aMissingOrImpossibleRankIsNamedByItsLetter() {
        Invalid missing = refusal(() -> ranked("1", "", "2"));
        Invalid impossible = refusal(() -> ranked("1", "2", "4"));

        assertThat(missing.fields()).containsOnlyKeys("rank-2");
        assertThat(missing.sentence()).contains("Answer B has no rank");
        assertThat(impossible.fields()).containsOnlyKeys("rank-3");
    }

    @Test
    void aTextIsTakenAsItWasTyped() {
        String code = "    return x\n        y \n";

        assertThat(corrected(code)).isEqualTo(new Verdict.Correction(a.id(), code));
        assertThat(corrected("  It is 17.")).isEqualTo(new Verdict.Correction(a.id(), "  It is 17."));
        assertThat(Judging.read(WorkKind.DEMONSTRATION, List.of(), NO_RULES, fields("text", code)))
                .isEqualTo(new Verdict.Demonstration(code));
        assertThat(refusal(() -> corrected("It is 17.")).fields()).containsOnlyKeys("text");
        assertThat(refusal(() -> corrected(" \n\t")).fields()).containsOnlyKeys("text");
    }

    @Test
    void anAnswerWithOtherLineEndsIsNotCorrectedByOpeningIt() {
        Assignment.Shown typewritten = new Assignment.Shown(UUID.randomUUID(), "one\rtwo", Optional.empty());

        assertThat(refusal(() -> Judging.read(
                                WorkKind.CORRECTION, List.of(typewritten), NO_RULES, fields("text", "one\r\ntwo")))
                        .fields())
                .containsOnlyKeys("text");
    }

    @Test
    void halfAPairOfSurrogatesIsReplacedSinceNoDatabaseHoldsIt() {
        assertThat(fields("text", "a\uD83Db").text("text")).isEqualTo("a\uFFFDb");
    }

    @Test
    void aTextHasAtMostFortyThousandCharactersOrAsManyAsWhatItCorrects() {
        Assignment.Shown longest = new Assignment.Shown(UUID.randomUUID(), "y".repeat(50_000), Optional.empty());

        assertThat(corrected("x".repeat(40_000))).isInstanceOf(Verdict.Correction.class);
        assertThat(refusal(() -> corrected("x".repeat(40_001))).sentence()).contains("40001", "40000");
        assertThat(Judging.read(WorkKind.CORRECTION, List.of(longest), NO_RULES, fields("text", "z".repeat(50_000))))
                .isInstanceOf(Verdict.Correction.class);
    }

    private Verdict compared(String choice) {
        return Judging.read(WorkKind.COMPARISON, List.of(a, b), NO_RULES, fields("choice", choice));
    }

    private Verdict ranked(String first, String second, String third) {
        return Judging.read(
                WorkKind.RANKING,
                List.of(a, b, c),
                NO_RULES,
                new Fields(Map.of("rank-1", List.of(first), "rank-2", List.of(second), "rank-3", List.of(third))));
    }

    private Verdict corrected(String text) {
        return Judging.read(WorkKind.CORRECTION, List.of(a), NO_RULES, fields("text", text));
    }

    private static Fields fields(String name, String value) {
        return new Fields(Map.of(name, List.of(value)));
    }

    private static Invalid refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(Invalid.class, call);
    }
}
