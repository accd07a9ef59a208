package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.Split;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromptSplitTest {
    @Test
    void theShareIsTheSha256OfTheIdReadAsAFraction() {
        // printf '\0%.0s' {1..16} | sha256sum → 374708fff7719dd5…; 0x374708ff / 2^32 = 0.2159277
        assertThat(PromptSplit.share(new UUID(0, 0))).isEqualTo(0.2159277, within(1e-6));
    }

    @Test
    void aPromptKeepsItsSideWhenOthersCome() {
        List<UUID> some = prompts(11, 400);
        List<UUID> more =
                Stream.concat(some.stream(), prompts(12, 400).stream()).toList();
        PromptSplit before = PromptSplit.of(some, 10);
        PromptSplit after = PromptSplit.of(more, 10);

        assertThat(some).allSatisfy(prompt -> assertThat(after.of(prompt)).isEqualTo(before.of(prompt)));
        assertThat(more.stream().filter(p -> after.of(p) == Split.HELD_OUT).count())
                .isBetween(40L, 130L);
    }

    @Test
    void fromTenPromptsOnOneIsHeldOutAndNeverAll() {
        for (int seed = 0; seed < 200; seed++) {
            List<UUID> ten = prompts(seed, 10);
            PromptSplit split = PromptSplit.of(ten, 1);
            assertThat(ten).as("seed %d", seed).anyMatch(p -> split.of(p) == Split.HELD_OUT);

            List<UUID> two = prompts(seed, 2);
            PromptSplit half = PromptSplit.of(two, 50);
            assertThat(two).as("seed %d", seed).anyMatch(p -> half.of(p) == Split.TRAIN);
        }
    }

    @Test
    void noneAskedIsNoneHeldOut() {
        List<UUID> prompts = prompts(3, 50);

        assertThat(prompts).allMatch(prompt -> PromptSplit.of(prompts, 0).of(prompt) == Split.TRAIN);
    }

    private static List<UUID> prompts(int seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
                .limit(count)
                .toList();
    }
}
