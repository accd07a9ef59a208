package hone.trainer.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A window of three tokens, against the definition: query i sees key j if 0 ≤ i − j < 3, among real tokens. */
class AttentionMaskTest {
    private static final OptionalInt WINDOW = OptionalInt.of(3);
    private static final int TOKENS = 6;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void aQuerySeesItselfAndTheTokensBeforeItUpToTheWindow() {
        try (Scope scope = Scope.open()) {
            boolean[] found = booleans(
                    AttentionMask.within(WINDOW, Optional.empty(), TOKENS).orElseThrow());

            for (int i = 0; i < TOKENS; i++) {
                for (int j = 0; j < TOKENS; j++) {
                    assertThat(found[i * TOKENS + j]).as("%s sees %s", i, j).isEqualTo(j <= i && i - j < 3);
                }
            }
        }
    }

    @Test
    void paddingOnTheLeftMovesTheWindowAndIsNeverSeen() {
        boolean[][] real = {{true, true, true, true, true, true}, {false, false, true, true, true, true}};
        try (Scope scope = Scope.open()) {
            Tensor mask = AttentionMask.causal(Tensor.create(
                    new boolean[] {true, true, true, true, true, true, false, false, true, true, true, true},
                    2,
                    TOKENS));
            boolean[] found = booleans(
                    AttentionMask.within(WINDOW, Optional.of(mask), TOKENS).orElseThrow());

            for (int r = 0; r < 2; r++) {
                for (int i = 0; i < TOKENS; i++) {
                    for (int j = 0; j < TOKENS; j++) {
                        boolean wanted = i == j || (real[r][j] && j <= i && i - j < 3);
                        assertThat(found[(r * TOKENS + i) * TOKENS + j])
                                .as("row %s: %s sees %s", r, i, j)
                                .isEqualTo(wanted);
                    }
                }
            }
        }
    }

    /** Rows of a slot cache: each query is at a position of its own, and the places behind it are other rows' or empty. */
    @Test
    void aQueryInASlotCountsFromItsOwnPosition() {
        boolean[] seen = {true, true, true, true, true, true, true, true, true, true, false, false};
        try (Scope scope = Scope.open()) {
            boolean[] found =
                    booleans(AttentionMask.within(WINDOW, Optional.of(Tensor.create(seen, 2, 1, 1, TOKENS)), 1)
                            .orElseThrow());

            assertThat(found)
                    .containsExactly(false, false, false, true, true, true, false, true, true, true, false, false);
        }
    }

    @Test
    void aWindowAsWideAsTheRowChangesNothing() {
        assertThat(AttentionMask.within(OptionalInt.of(TOKENS), Optional.empty(), TOKENS))
                .isEmpty();
        assertThat(AttentionMask.within(OptionalInt.empty(), Optional.empty(), TOKENS))
                .isEmpty();
    }

    private static boolean[] booleans(Tensor tensor) {
        long[] numbers = new long[(int) tensor.numel()];
        new LongPointer(tensor.to(ScalarType.Long).contiguous().data_ptr()).get(numbers);
        boolean[] values = new boolean[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i] == 1;
        }
        return values;
    }
}
