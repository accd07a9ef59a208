package hone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import hone.contract.ModelInspection;
import org.junit.jupiter.api.Test;

/** What training takes, worked out by hand, and beside what was measured. */
class TrainingMemoryTest {
    private static final long PROGRAM = 430L << 20;
    /** One layer of width 4 with two heads of 2, so that each number can be followed. */
    private static final ModelInspection.Size TINY = new ModelInspection.Size(1_000, 1, 4, 2, 1, 2, 8, 10);

    @Test
    void theNumbersOfATinyModelAreThoseWorkedOutByHand() {
        TrainingMemory memory = new TrainingMemory(TINY, 3, 5);

        // 4 · 4 + 3 · (2 · 2) + 2 · (1 · 2) + 4 · 8 = 64 numbers a token, of 15 tokens, four bytes each and a fifth
        // more: 4 608.
        // Logits of two parts of at most two rows: 2 · 10 · 10 · 4 = 800; the output matrix's gradient of each: 2 · 40
        // · 4.
        assertThat(need(memory, "SFT"))
                .isEqualTo(new TrainingMemory.Need("SFT", 4_000, 4_000, 8_000, 4_608 + 800 + 320));
        assertThat(need(memory, "SFT").total()).isEqualTo(21_728 + PROGRAM);
        assertThat(need(memory, "DPO").activations()).isEqualTo(2 * 4_608 + 1_200 + 320);
        assertThat(need(memory, "Reward model").activations()).isEqualTo(2 * 4_608);
        // Policy, its start, the reward model and the value model; two of them learn.
        assertThat(need(memory, "PPO"))
                .isEqualTo(new TrainingMemory.Need("PPO", 16_000, 8_000, 16_000, 4_608 + 800 + 320));
        // 16 · (q 4 + 4, o 4 + 4, k 4 + 2, v 4 + 2, three times 4 + 8) = 1 024 weights of an adapter, and 16 more
        // numbers for
        // each of the seven matrices: (64 + 112) · 15 · 4, and three fifths more.
        assertThat(need(memory, "SFT with LoRA"))
                .isEqualTo(new TrainingMemory.Need("SFT with LoRA", 4 * 2_024, 4_096, 8_192, 16_896 + 800));
        assertThat(need(memory, "PPO with LoRA").weights()).isEqualTo(4 * (3_000 + 2_048));
    }

    /** Of SFT with SmolLM2-135M, by the system's own time command (trainer/NOTES.md). */
    @Test
    void theEstimateIsNearThePeaksThatWereMeasured() {
        ModelInspection.Size smolLm2 = new ModelInspection.Size(134_515_008, 30, 576, 9, 3, 64, 1536, 49_152);

        assertThat(megabytes(new TrainingMemory(smolLm2, 1, 236), "SFT")).isCloseTo(3_081, withinPercentage(6));
        assertThat(megabytes(new TrainingMemory(smolLm2, 4, 466), "SFT")).isCloseTo(5_745, withinPercentage(6));
        assertThat(megabytes(new TrainingMemory(smolLm2, 4, 466), "SFT with LoRA"))
                .isCloseTo(4_987, withinPercentage(6));
    }

    private static double megabytes(TrainingMemory memory, String stage) {
        return need(memory, stage).total() / 1e6;
    }

    @Test
    void aMachineWithoutThatMuchIsToldApartAndAnUnknownOneIsNot() {
        TrainingMemory.Need need = need(new TrainingMemory(TINY, 3, 5), "SFT");

        assertThat(need.fits(new ModelInspection.Machine(need.total(), 0))).isTrue();
        assertThat(need.fits(new ModelInspection.Machine(need.total() - 1, 0))).isFalse();
        assertThat(need.fits(new ModelInspection.Machine(0, 0))).isTrue();
    }

    private static TrainingMemory.Need need(TrainingMemory memory, String stage) {
        return memory.needs().stream()
                .filter(need -> need.stage().equals(stage))
                .findFirst()
                .orElseThrow();
    }
}
