package hone.export;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.PreferenceScan;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dataset's card says who gave second opinions about its comparisons. */
class ScanInWordsTest {
    private static final String SAID = "had said before what it expects of 40 of them.";

    private static String written(Optional<Long> expected) {
        StringBuilder text = new StringBuilder();
        ScanInWords.write(new PreferenceScan(PreferenceScan.ON, 64, 20_000, false, 0, Map.of(), expected), text);
        return text.toString();
    }

    @Test
    void ofHowManyComparisonsARewardModelHadSaidWhatItExpects() {
        assertThat(written(Optional.of(40L))).contains("64 comparisons were read", SAID);
        assertThat(written(Optional.of(0L)))
                .contains("64 comparisons were read")
                .doesNotContain("had said before");
        assertThat(written(Optional.empty()))
                .contains("64 comparisons were read")
                .doesNotContain("had said before");
    }
}
