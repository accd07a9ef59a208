package hone.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import hone.contract.GuardRails;
import hone.contract.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final GuardRails ALL =
            new GuardRails(Optional.of(5.0), Optional.of(0.2), Optional.of(2.0), Optional.of(0.4), Optional.of(10.0));

    private static Guards begun() {
        Guards guards = new Guards(Optional.of(ALL), Optional.of(12.0), List.of());
        guards.reported(1, Map.of("response/tokens_mean", 20.0, "loss/value_avg", 0.1));
        return guards;
    }

    private static GuardRailPassed passed(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(GuardRailPassed.class, call);
    }

    @Test
    void numbersWithinTheRailsPass() {
        assertThatCode(() -> {
                    begun().divergence(5, 3);
                    begun().answers(0.2, 40, 3);
                    begun().answers(0.2, 10, 3);
                    begun().clipping(0.4, 3);
                    begun().valueLoss(1.0, 3);
                })
                .doesNotThrowAnyException();
    }

    /** What answers show was done by the iteration before, so its checkpoint is no good either. */
    @Test
    void eachRailSaysWhatItSawAndWhereAllWasWell() {
        GuardRailPassed kl = passed(() -> begun().divergence(5.1, 3));
        assertThat(kl.word()).isEqualTo("kl-above-band");
        assertThat(kl.sentence()).contains("After iteration 2", "5.1 nats", "ends at 5.0");
        assertThat(kl.numbers()).containsEntry("objective/kl", 5.1).containsEntry("limit", 5.0);
        assertThat(kl.goodIteration()).isEqualTo(1);

        GuardRailPassed entropy = passed(() -> begun().answers(0.19, 20, 3));
        assertThat(entropy.word()).isEqualTo("entropy-below-floor");
        assertThat(entropy.goodIteration()).isEqualTo(1);

        GuardRailPassed longer = passed(() -> begun().answers(1, 41, 3));
        assertThat(longer.word()).isEqualTo("length-drift");
        assertThat(longer.sentence()).contains("41.0 tokens", "20.0");
        assertThat(passed(() -> begun().answers(1, 9, 3)).word()).isEqualTo("length-drift");

        GuardRailPassed clipped = passed(() -> begun().clipping(0.41, 3));
        assertThat(clipped.word()).isEqualTo("clip-fraction-above-ceiling");
        assertThat(clipped.goodIteration()).isEqualTo(2);

        GuardRailPassed value = passed(() -> begun().valueLoss(1.1, 3));
        assertThat(value.word()).isEqualTo("value-loss-blow-up");
        assertThat(value.goodIteration()).isEqualTo(2);
    }

    @Test
    void aResumedWorkerComparesWithTheRunsFirstIteration() {
        RunEvent first = new RunEvent.StepReported(
                "run-1", 2, Instant.EPOCH, 1, 9, Map.of("response/tokens_mean", 20.0, "loss/value_avg", 0.1));
        Guards resumed = new Guards(Optional.of(ALL), Optional.empty(), List.of(first));

        assertThat(passed(() -> resumed.answers(1, 41, 7)).word()).isEqualTo("length-drift");
    }

    @Test
    void withoutRailsOnlyTheBandIsWatched() {
        Guards band = new Guards(Optional.empty(), Optional.of(12.0), List.of());

        assertThat(passed(() -> band.divergence(12.1, 2)).word()).isEqualTo("kl-above-band");
        assertThatCode(() -> {
                    band.answers(0, 1000, 2);
                    band.clipping(1, 2);
                    band.valueLoss(1e9, 2);
                    new Guards(Optional.empty(), Optional.empty(), List.of()).divergence(1e9, 2);
                })
                .doesNotThrowAnyException();
    }
}
