package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.evaluation.ScoreChange.Scores;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreChangeTest {
    /** Two means of 128 with deviation 0.9 differ by 1.96 · 0.9 · √(2 / 128) = 0.2205 either way. */
    @Test
    void theIntervalOfADifferenceOfMeansIsTheTextbooks() {
        ScoreChange change = ScoreChange.of(scores(-0.4, 0.9, 128), scores(0.5, 0.9, 128));

        assertThat(change.change().orElseThrow().low()).isEqualTo(0.9 - 0.2205, within(0.0001));
        assertThat(change.change().orElseThrow().high()).isEqualTo(0.9 + 0.2205, within(0.0001));
        assertThat(change.verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void aFallIsWorseAndIsSpokenOfAsAFall() {
        ScoreChange change = ScoreChange.of(scores(0.5, 0.9, 128), scores(-0.4, 0.9, 128));

        assertThat(change.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(change.by().orElseThrow().low()).isEqualTo(0.9 - 0.2205, within(0.0001));
    }

    @Test
    void whatTheSpreadDoesNotCoverIsUnclear() {
        assertThat(ScoreChange.of(scores(0, 0.9, 128), scores(0.2, 0.9, 128)).verdict())
                .isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void fewAnswersTellNothingHoweverFarTheyAreApart() {
        assertThat(ScoreChange.of(scores(0, 0.1, 128), scores(5, 0.1, 29)).verdict())
                .isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void withoutSpreadOrNumberNobodyKnowsHowSureItIs() {
        Scores bare = new Scores(0, Optional.empty(), 128);

        assertThat(ScoreChange.of(bare, scores(5, 0.1, 128)).verdict()).isEqualTo(Verdict.UNSURE);
        assertThat(ScoreChange.of(scores(0, 0.1, 0), scores(5, 0.1, 0)).verdict())
                .isEqualTo(Verdict.UNSURE);
    }

    private static Scores scores(double mean, double deviation, long n) {
        return new Scores(mean, Optional.of(deviation), n);
    }
}
