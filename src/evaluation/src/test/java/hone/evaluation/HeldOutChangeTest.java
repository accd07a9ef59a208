package hone.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.RunEvent.RowLoss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutChangeTest {
    /**
     * Where each of 100 losses falls by 1 or stays, the mean of a drawn sample is a binomial count over 100. Its quantiles stand in
     * tables: for 100 trials at 0.4 the 2.5 % point is 31 and the 97.5 % point 50.
     */
    @Test
    void theIntervalIsThatOfTheDrawnMeans() {
        HeldOutChange change = HeldOutChange.of(rows(100, 0), rows(60, 40)).orElseThrow();

        assertThat(change.before()).isEqualTo(1);
        assertThat(change.after()).isEqualTo(0.6);
        assertThat(change.change().orElseThrow().low()).isEqualTo(-0.50, within(0.011));
        assertThat(change.change().orElseThrow().high()).isEqualTo(-0.31, within(0.011));
        assertThat(change.verdict()).isEqualTo(Verdict.BETTER);
    }

    @ParameterizedTest
    @CsvSource({
        "29, 0, 0, 29, TOO_FEW", // however clear it looks
        "30, 0, 0, 30, BETTER",
        "0, 30, 30, 0, WORSE",
        "16, 16, 16, 16, UNCLEAR",
    })
    void itHelpedOnlyWhereEnoughRowsSaySo(
            int onesBefore, int zerosBefore, int onesAfter, int zerosAfter, Verdict said) {
        HeldOutChange change = HeldOutChange.of(rows(onesBefore, zerosBefore), mirrored(onesAfter, zerosAfter))
                .orElseThrow();

        assertThat(change.verdict()).isEqualTo(said);
    }

    @Test
    void meansAloneDoNotTellHowSureTheyAre() {
        assertThat(HeldOutChange.ofMeans(200, 3, 1).verdict()).isEqualTo(Verdict.UNSURE);
        assertThat(HeldOutChange.ofMeans(12, 3, 1).verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(HeldOutChange.of(rows(30, 0), rows(31, 0))).isEmpty();
        assertThat(HeldOutChange.of(List.of(new RowLoss(1, 2)), List.of(new RowLoss(1, 3))))
                .as("rows of other lengths are other rows")
                .isEmpty();
    }

    /** Newcombe 1998, Statistics in Medicine 17, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void aShareHasItsIntervalByWilson(int right, int of, double low, double high) {
        Share share = new Share((double) right / of, of);

        assertThat(share.interval().low()).isEqualTo(low, within(0.00005));
        assertThat(share.interval().high()).isEqualTo(high, within(0.00005));
        assertThat(share.tooFew()).isEqualTo(of < 30);
    }

    private static List<RowLoss> rows(int ones, int zeros) {
        List<RowLoss> rows = new ArrayList<>();
        for (int i = 0; i < ones; i++) {
            rows.add(new RowLoss(1, 1));
        }
        for (int i = 0; i < zeros; i++) {
            rows.add(new RowLoss(0, 1));
        }
        return rows;
    }

    /** The zeros first, so that what was 1 becomes 0 and the other way round. */
    private static List<RowLoss> mirrored(int ones, int zeros) {
        return rows(ones, zeros).reversed();
    }
}
