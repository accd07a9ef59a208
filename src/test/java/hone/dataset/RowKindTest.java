package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRecord;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowKindTest {
    @Test
    void everyRowOfTheContractHasANameForPages() {
        assertThat(Arrays.stream(RowKind.values()).<Class<?>>map(RowKind::shape))
                .containsExactlyInAnyOrder(DatasetRecord.Row.class.getPermittedSubclasses());
        assertThat(RowKind.of("dataset.preference").label()).isEqualTo("Pair");
    }
}
