package hone.iteration;

import static org.assertj.core.api.Assertions.assertThat;

import hone.iteration.RoundPlan.Facts;
import hone.iteration.RoundPlan.Next;
import hone.iteration.RoundPlan.RunFact;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
    private static final Optional<Long> FROZEN = Optional.of(20L);

    @Test
    void theStepsFollowEachOther() {
        assertThat(next(Optional.empty(), Optional.empty(), List.of())).isEqualTo(new Next.Freeze());
        assertThat(next(FROZEN, Optional.empty(), List.of())).isEqualTo(new Next.Tune());
        assertThat(next(FROZEN, Optional.of(tuning("")), List.of())).isEqualTo(new Next.Await());
        assertThat(next(FROZEN, Optional.of(tuning("succeeded")), List.of())).isEqualTo(new Next.Sample());
        assertThat(next(FROZEN, Optional.of(tuning("succeeded")), List.of(sampling(2, "succeeded"), sampling(3, ""))))
                .isEqualTo(new Next.Await());
        assertThat(next(
                        FROZEN,
                        Optional.of(tuning("succeeded")),
                        List.of(sampling(2, "succeeded"), sampling(3, "succeeded"))))
                .isEqualTo(new Next.Finish("succeeded", Optional.empty()));
    }

    @Test
    void aFailedRunEndsTheRoundWithItsSentence() {
        Next next = next(
                FROZEN,
                Optional.of(new RunFact(7, "SFT", Optional.of("failed"), Optional.of("The disk is full."))),
                List.of());

        assertThat(next).isEqualTo(new Next.Finish("failed", Optional.of("SFT, run 7, failed: The disk is full.")));
    }

    @Test
    void aCancelledRunCancelsTheRound() {
        assertThat(next(FROZEN, Optional.of(tuning("succeeded")), List.of(sampling(2, ""), sampling(3, "cancelled"))))
                .isInstanceOfSatisfying(
                        Next.Finish.class, end -> assertThat(end.outcome()).isEqualTo("cancelled"));
    }

    @Test
    void withoutWrittenAnswersThereIsNothingToTune() {
        assertThat(next(Optional.of(0L), Optional.empty(), List.of()))
                .isInstanceOfSatisfying(Next.Finish.class, end -> {
                    assertThat(end.outcome()).isEqualTo("failed");
                    assertThat(end.reason().orElse("")).contains("no written answers", "The dataset is kept");
                });
    }

    private static Next next(Optional<Long> demonstrations, Optional<RunFact> tuning, List<RunFact> sampling) {
        return RoundPlan.next(new Facts(demonstrations, tuning, sampling));
    }

    private static RunFact tuning(String outcome) {
        return new RunFact(1, "SFT", Optional.of(outcome).filter(o -> !o.isEmpty()), Optional.empty());
    }

    private static RunFact sampling(int number, String outcome) {
        return new RunFact(number, "Generate", Optional.of(outcome).filter(o -> !o.isEmpty()), Optional.empty());
    }
}
