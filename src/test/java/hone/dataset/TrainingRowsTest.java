package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Split;
import hone.dataset.TrainingRows.Draft.Pair;
import hone.dataset.TrainingRows.Draft.Written;
import hone.dataset.TrainingRows.Judged;
import hone.dataset.TrainingRows.Yield;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrainingRowsTest {
    private static final UUID JUDGMENT = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID PROMPT = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final UUID D = new UUID(0, 4);
    private static final UUID TWIN_OF_A = new UUID(0, 5);
    private static final List<Message> ASKED = List.of(Message.user("Tell me a story."));

    @Test
    void aComparisonsMarginIsAThirdADegree() {
        assertThat(pairs(new Verdict.Preferred(A, B, Degree.MUCH))).containsExactly(new Pair("a", "b", 1.0, 1.0));
        assertThat(pairs(new Verdict.Preferred(A, B, Degree.BETTER)).getFirst().margin())
                .isEqualTo(0.6667, within(0.0001));
        assertThat(pairs(new Verdict.Preferred(B, A, Degree.SLIGHTLY)).getFirst())
                .isEqualTo(new Pair("b", "a", 1 / 3.0, 1.0));
    }

    @Test
    void aRankingOfFourGivesSixPairsThatShareTheWeight() {
        List<Pair> pairs = pairs(new Verdict.Ranking(List.of(List.of(A), List.of(B), List.of(C), List.of(D))));

        assertThat(pairs)
                .extracting(p -> p.chosen() + p.rejected())
                .containsExactly("ab", "ac", "ad", "bc", "bd", "cd");
        assertThat(pairs).allSatisfy(p -> assertThat(p.weight()).isEqualTo(0.1667, within(0.0001)));
        assertThat(pairs.get(0).margin()).isEqualTo(0.3333, within(0.0001));
        assertThat(pairs.get(1).margin()).isEqualTo(0.6667, within(0.0001));
        assertThat(pairs.get(2).margin()).isEqualTo(1.0, within(0.0001));
    }

    @Test
    void aTieInARankingGivesNoPairAndOnePlaceOnly() {
        List<Pair> pairs = pairs(new Verdict.Ranking(List.of(List.of(A, B), List.of(C))));

        assertThat(pairs).containsExactly(new Pair("a", "c", 1 / 3.0, 0.5), new Pair("b", "c", 1 / 3.0, 0.5));
    }

    @Test
    void fiveStepsApartIsStillAMarginOfOne() {
        List<List<UUID>> places = List.of(List.of(A), List.of(B), List.of(C), List.of(D), List.of(new UUID(0, 6)));

        assertThat(pairs(new Verdict.Ranking(places)))
                .filteredOn(p -> p.chosen().equals("a") && p.rejected().equals("f"))
                .extracting(Pair::margin)
                .containsExactly(1.0);
    }

    @Test
    void nobodyBetterGivesNoRow() {
        assertThat(of(new Verdict.Tied(A, B))).isEqualTo(new Yield.Tie());
        assertThat(of(new Verdict.NotRankable(List.of(A, B, C)))).isEqualTo(new Yield.Tie());
        assertThat(of(new Verdict.Ranking(List.of(List.of(A, B, C))))).isEqualTo(new Yield.Tie());
        assertThat(of(new Verdict.BothBad(A, B))).isEqualTo(new Yield.BothBad());
    }

    @Test
    void answersOfEqualTextGiveNoPair() {
        assertThat(of(new Verdict.Preferred(A, TWIN_OF_A, Degree.MUCH))).isEqualTo(new Yield.Tie());
        assertThat(pairs(new Verdict.Ranking(List.of(List.of(A), List.of(TWIN_OF_A), List.of(B)))))
                .containsExactly(new Pair("a", "b", 2 / 3.0, 0.5), new Pair("a", "b", 1 / 3.0, 0.5));
    }

    @Test
    void aCorrectionGivesADemonstrationAndThePairItStandsFor() {
        Yield.Rows rows = (Yield.Rows) of(new Verdict.Correction(A, "better"));

        assertThat(rows.rows()).containsExactly(new Written("better"), new Pair("better", "a", 1 / 3.0, 1.0));
    }

    @Test
    void aDemonstrationIsARowOfItsOwn() {
        Yield.Rows rows = (Yield.Rows) of(new Verdict.Demonstration("Once upon a time."));

        assertThat(rows.rows()).containsExactly(new Written("Once upon a time."));
    }

    @Test
    void aRowCarriesPlaceSplitAndGroup() {
        Judged judged = judged(new Verdict.Preferred(A, B, Degree.MUCH));
        DatasetRecord.Row row =
                ((Yield.Rows) TrainingRows.of(judged)).rows().getFirst().at(7, Split.HELD_OUT, judged);

        assertThat(row)
                .isEqualTo(new DatasetRecord.Preference(
                        7,
                        Split.HELD_OUT,
                        PROMPT.toString(),
                        JUDGMENT.toString(),
                        JUDGMENT.toString(),
                        ASKED,
                        "a",
                        "b",
                        1,
                        1));
    }

    @Test
    void anAnswerThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> of(new Verdict.Preferred(A, new UUID(9, 9), Degree.MUCH)))
                .hasMessageContaining(new UUID(9, 9).toString());
    }

    private static Yield of(Verdict verdict) {
        return TrainingRows.of(judged(verdict));
    }

    private static List<Pair> pairs(Verdict verdict) {
        return ((Yield.Rows) of(verdict)).rows().stream().map(Pair.class::cast).toList();
    }

    private static Judged judged(Verdict verdict) {
        return new Judged(
                JUDGMENT,
                PROMPT,
                ASKED,
                verdict,
                Map.of(A, "a", B, "b", C, "c", D, "d", TWIN_OF_A, "a", new UUID(0, 6), "f"));
    }
}
